/** A line of a sale's event log; docs/event-log.md explains each. Times are epoch seconds, with fractions. */
export type LogLine =
  | {
      readonly type: 'sale';
      readonly eventId: string;
      readonly opensAt: number;
      readonly samplingRate: number;
      readonly seats: number;
      readonly target: number;
      readonly k: number;
      readonly slotSeconds: number;
    }
  | { readonly type: 'arrived' | 'drawn'; readonly at: number; readonly person: string }
  | { readonly type: 'started'; readonly at: number; readonly session: string; readonly person: string }
  | { readonly type: 'held'; readonly at: number; readonly session: string; readonly seats?: number }
  | { readonly type: 'bought'; readonly at: number; readonly session: string; readonly seats: number }
  | { readonly type: 'checkout' | 'paymentFailed' | 'ended'; readonly at: number; readonly session: string };
