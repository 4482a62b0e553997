import { decimal, duration } from '../framework/index.ts';

/** `--session` and its kin: what to expect of shoppers before anything was measured. */
export const expectationOptions = {
  session: duration({
    summary: 'mean length of a session to expect',
    min: '1s',
    max: '24h',
    default: 300_000,
    defaultText: '5m',
  }),
  order: decimal({ summary: 'seats in an order to expect', min: 1, max: 45, default: 2.3 }),
  buying: decimal({ summary: 'share of sessions that buy, to expect', min: 0.01, max: 1, default: 0.75 }),
};

export function expectedOf(input: {
  readonly session: number;
  readonly order: number;
  readonly buying: number;
}) {
  return { sessionSeconds: input.session / 1000, seatsPerBuyer: input.order, buyingShare: input.buying };
}
