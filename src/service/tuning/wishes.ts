import { UserError } from '../../core/errors/index.ts';
import type { KeyValueStore } from '../ports/index.ts';
import { editStatus } from './edit-status.ts';
import { TARGET_MAX, type TunerStatus } from './status.ts';

const NOBODY = { epoch: 0, holder: '', leaseUntil: 0, frozen: false, last: null };

/** The record with another target; a new one when there is none. */
function withTarget(status: TunerStatus | null, target: number): TunerStatus {
  return { ...(status ?? NOBODY), target };
}

/**
 * Changes how many shoppers are held at once. A tuner that runs follows from its next turn on.
 *
 * @throws UserError `BAD_TARGET`, `SALE_UNKNOWN`
 */
export async function setTarget(
  kvs: KeyValueStore,
  eventId: string,
  target: number,
): Promise<{ readonly before: number | null; readonly after: number }> {
  if (!(Number.isInteger(target) && target >= 1 && target <= TARGET_MAX))
    throw new UserError('BAD_TARGET', `the target is a whole number from 1 to ${TARGET_MAX}`);
  return editStatus(kvs, eventId, (status) => {
    const result = { before: status?.target ?? null, after: target };
    return status?.target === target ? { result } : { status: withTarget(status, target), result };
  });
}

/**
 * Freezes τ: a tuner that runs goes on deciding and telling, and publishes nothing until it is thawed.
 *
 * @throws UserError `TUNER_UNKNOWN` when there is nothing to freeze, `SALE_UNKNOWN`
 */
export async function setFrozen(
  kvs: KeyValueStore,
  eventId: string,
  frozen: boolean,
): Promise<{ readonly before: boolean; readonly after: boolean }> {
  return editStatus(kvs, eventId, (status) => {
    if (status === null)
      throw new UserError(
        'TUNER_UNKNOWN',
        `no tuner has run for ${eventId} and no target was set; start one with \`tix tune-tau ${eventId} --target L\``,
      );
    const result = { before: status.frozen, after: frozen };
    return status.frozen === frozen ? { result } : { status: { ...status, frozen }, result };
  });
}
