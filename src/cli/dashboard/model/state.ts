import type { OperationsSnapshot } from '../../../service/operations/index.ts';
import type { History } from './history.ts';

/** How the numbers come in. Times are of this machine's clock, epoch ms. */
export type Connection =
  | { readonly state: 'live'; readonly way: 'stream' | 'polling' }
  | { readonly state: 'lost'; readonly sinceMs: number; readonly why: string; readonly retryAtMs: number };

export type SectionOrder = 'venue' | 'taken';

export type Screen =
  | { readonly name: 'overview' }
  | { readonly name: 'sections'; readonly sectionId: string; readonly order: SectionOrder }
  | { readonly name: 'section'; readonly sectionId: string; readonly order: SectionOrder };

/** One line of what would change: today's setting beside the proposed one. */
export interface ForecastLine {
  readonly what: string;
  readonly today: string;
  readonly proposed: string;
}

export type ForecastState =
  | { readonly state: 'none' }
  | { readonly state: 'asked'; readonly target: number }
  | { readonly state: 'known'; readonly target: number; readonly lines: readonly ForecastLine[] }
  | { readonly state: 'failed'; readonly target: number; readonly why: string };

/** What the operator is being asked. */
export type Dialog =
  | { readonly name: 'doors'; readonly verb: 'pause' | 'resume' }
  | {
      readonly name: 'target';
      readonly digits: string;
      /** Whether the number is typed and only the yes is missing. */
      readonly isConfirming: boolean;
      readonly forecast: ForecastState;
    };

export interface Notice {
  readonly tone: 'good' | 'bad';
  readonly text: string;
  readonly untilMs: number;
}

/** All that the screen shows. */
export interface DashboardState {
  readonly eventId: string;
  readonly nowMs: number;
  readonly connection: Connection;
  readonly snapshot: OperationsSnapshot;
  /** When it came, by this machine's clock. */
  readonly receivedMs: number;
  readonly history: History;
  readonly screen: Screen;
  readonly isHelping: boolean;
  readonly dialog: Dialog | null;
  readonly notice: Notice | null;
}

/** The server's clock, as far as it is known: its last word and the time since. Epoch ms. */
export function serverNowMs({ snapshot, nowMs, receivedMs }: DashboardState): number {
  return snapshot.atMs + Math.max(0, nowMs - receivedMs);
}
