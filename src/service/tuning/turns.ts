import type { TunerDecision } from '../../core/tuner/index.ts';
import { type DoorsState, publishTau, requireSale, type SaleRecords } from '../sale/index.ts';
import { decideTurn, settingsFor, steerable, withheld } from './decide-turn.ts';
import { formatMemory, nothingYet, parseMemory, type Remembered } from './memory.ts';
import type { TunerOptions } from './options.ts';
import { blindReport, type TurnOutcome, type TurnReport, turnReport } from './report.ts';

export interface TurnOrders {
  readonly target: number;
  readonly epoch: number;
  /** Decide and tell, but publish nothing. */
  readonly withhold?: 'frozen' | 'dryRun' | undefined;
}

export interface Turns {
  take(records: SaleRecords, orders: TurnOrders): Promise<TurnReport>;
}

interface Done {
  readonly outcome: TurnOutcome;
  readonly reason?: string;
}

const DOORS_SHUT: Readonly<Record<DoorsState, string>> = {
  notOpened: 'Nobody is let in: the sale has not been opened.',
  paused: 'Nobody is let in: operators have paused the sale.',
  closed: 'Nobody is let in: operators have closed the sale.',
  open: 'Nobody is let in.',
};

/** Turns one after the other, with what was learnt before; it is loaded for the first. */
export function createTurns(options: TunerOptions): Turns {
  const { kvs, eventId, clock, terms, memory } = options;
  let known: Remembered | undefined;

  async function publish(decision: TunerDecision, epoch: number, now: number): Promise<Done> {
    const { entry, phase, forecast } = decision;
    const published = await publishTau(kvs, {
      ...{
        eventId,
        entry,
        phase,
        forecast,
        tunerEpoch: epoch,
        nowSeconds: now,
        leadSeconds: terms.leadSeconds,
      },
    });
    if (published.kind === 'doorsShut') return { outcome: 'doorsShut', reason: DOORS_SHUT[published.state] };
    return { outcome: entry === null ? 'unchanged' : 'published' };
  }

  return {
    async take(records, { target, epoch, withhold }) {
      const sale = requireSale(records, eventId);
      const settings = settingsFor(sale, terms, target);
      const text = known === undefined ? await memory.load() : undefined;
      const before =
        known ?? (text === undefined ? undefined : parseMemory(text, sale, settings)) ?? nothingYet(settings);
      const sight = await options.look(before.cursor).catch(asError);
      const now = Math.floor(clock.nowMs() / 1000);
      const tau = steerable(sale, records.notes, now, terms.leadSeconds).at(-1)?.[1] ?? null;
      const base = { eventId, epoch, at: now, target, tau };
      if (sight instanceof Error) return blindReport(base, `the sale cannot be looked at (${sight.message})`);

      const { decision, next } = decideTurn(settings, { sale, notes: records.notes }, before, sight, now);
      const done: Done =
        decision.cause === 'unsound'
          ? { outcome: 'held' }
          : withhold === undefined
            ? await publish(decision, epoch, now)
            : { outcome: withhold };
      known = isCarriedOut(done.outcome) ? next : withheld(before, next);
      await memory.save(formatMemory(sale, known));
      return turnReport(base, { sight, decision, ...done, last: before.last });
    },
  };
}

function isCarriedOut(outcome: TurnOutcome): boolean {
  return outcome === 'published' || outcome === 'unchanged' || outcome === 'held';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
