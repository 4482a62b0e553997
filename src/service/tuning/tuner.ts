import { UserError } from '../../core/errors/index.ts';
import { KeyValueConflictError, StoreUnavailableError } from '../ports/index.ts';
import { readRecords } from '../sale/index.ts';
import { readTunerStatus } from './edit-status.ts';
import { editOwn, requireOwn, takeLease } from './lease.ts';
import type { TunerMemory } from './memory.ts';
import type { TunerOptions } from './options.ts';
import { blindReport, type TurnReport } from './report.ts';
import type { TunerStatus } from './status.ts';
import { createTurns } from './turns.ts';

export interface TunerHolder {
  /** Such as `host:pid`; unique among tuners. */
  readonly holder: string;
  /** Wishes to put on record with the lease; left out: as they are. */
  readonly target?: number | undefined;
  readonly frozen?: boolean | undefined;
  /** Whether a holder is known to have ended without giving the lease back. */
  isGone(holder: string): boolean;
}

export interface Tuner {
  readonly status: TunerStatus;
  /**
   * One turn: look, decide, publish, write down. What keeps it from acting is told in the report, and τ stays as it is.
   *
   * @throws UserError `TUNER_SUPERSEDED` when another tuner has taken over, and then stop.
   */
  takeTurn(): Promise<TurnReport>;
  /** Gives the lease back; τ stays as it is. Harmless when another tuner has it. */
  release(): Promise<void>;
}

/** Turns that may fail one after the other before somebody else may steer. */
const LEASE_TURNS = 3;
const LEASE_SECONDS_MIN = 30;

/**
 * Takes the lease of the event's one tuner.
 *
 * @throws UserError `TUNER_BUSY`, `TARGET_NEEDED`, `SALE_UNKNOWN`
 */
export async function openTuner(options: TunerOptions, wishes: TunerHolder): Promise<Tuner> {
  const { kvs, eventId, clock, terms } = options;
  const leaseSeconds = Math.max(LEASE_SECONDS_MIN, LEASE_TURNS * terms.turnSeconds);
  const nowSeconds = () => Math.floor(clock.nowMs() / 1000);
  const status = await takeLease(kvs, { eventId, now: nowSeconds(), leaseSeconds, ...wishes });
  const { epoch } = status;
  const turns = createTurns(options);

  async function turn(): Promise<TurnReport> {
    const { target, frozen } = requireOwn(await readTunerStatus(kvs, eventId), epoch);
    const report = await turns.take(await readRecords(kvs, eventId), {
      ...{ target, epoch },
      withhold: frozen ? 'frozen' : undefined,
    });
    const { at, tauBefore, tauAfter, wanted, cause, reason, seen } = report;
    const last = { at, tauBefore, tauAfter, live: seen?.live ?? 0, wanted, cause, reason };
    await editOwn(kvs, eventId, epoch, (own) => ({ ...own, last, leaseUntil: nowSeconds() + leaseSeconds }));
    return report;
  }

  return {
    status,
    async takeTurn() {
      try {
        return await turn();
      } catch (error) {
        if (!isPassing(error)) throw error;
        return blindReport(
          { eventId, epoch, at: nowSeconds(), target: status.target, tau: null },
          error.message,
        );
      }
    },
    async release() {
      try {
        await editOwn(kvs, eventId, epoch, (own) => ({ ...own, leaseUntil: 0 }));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    },
  };
}

/**
 * Turns that take no lease, publish nothing and write nothing down: for trying out, also beside a tuner that runs.
 *
 * @throws UserError `TARGET_NEEDED`
 */
export async function rehearseTuner(
  options: TunerOptions,
  wishes: { readonly target?: number | undefined },
): Promise<Pick<Tuner, 'takeTurn'>> {
  const { kvs, eventId } = options;
  const target = wishes.target ?? (await readTunerStatus(kvs, eventId))?.target;
  if (target === undefined)
    throw new UserError('TARGET_NEEDED', `no target was ever set for ${eventId}; give one with --target`);
  const unkept: TunerMemory = { load: options.memory.load, save: async () => {} };
  const turns = createTurns({ ...options, memory: unkept });
  return {
    takeTurn: async () =>
      turns.take(await readRecords(kvs, eventId), { target, epoch: 0, withhold: 'dryRun' }),
  };
}

/** What the next turn may find put right: a store that does not answer, a record that others write to or that is full. */
function isPassing(error: unknown): error is Error {
  return (
    error instanceof StoreUnavailableError ||
    error instanceof KeyValueConflictError ||
    (error instanceof UserError && ['INVALID_SALE', 'BAD_SCHEDULE_ENTRY'].includes(error.code))
  );
}
