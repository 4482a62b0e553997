import { UserError } from '../../core/errors/index.ts';
import type { KeyValueStore } from '../ports/index.ts';
import { editStatus, type StatusEdit } from './edit-status.ts';
import type { TunerStatus } from './status.ts';

/** Who wants to steer, and with which wishes; what is left out stays as it is on record. */
export interface LeaseRequest {
  readonly eventId: string;
  /** For people, and unique among tuners: such as `host:pid`. */
  readonly holder: string;
  /** Epoch s. */
  readonly now: number;
  readonly leaseSeconds: number;
  readonly target?: number | undefined;
  readonly frozen?: boolean | undefined;
  /** Whether a holder is known to have ended without giving the lease back. */
  isGone(holder: string): boolean;
}

/**
 * Takes the lease of the one tuner an event may have, and fences off the one before: from now on it cannot publish, whatever it believes.
 *
 * @throws UserError `TUNER_BUSY` naming who steers, `TARGET_NEEDED`, `SALE_UNKNOWN`
 */
export function takeLease(kvs: KeyValueStore, request: LeaseRequest): Promise<TunerStatus> {
  const { eventId, holder, now, leaseSeconds } = request;
  return editStatus(kvs, eventId, (before, sale) => {
    if (before !== null && isHeld(before, request)) throw busy(before, eventId);
    const target = request.target ?? before?.target;
    if (target === undefined)
      throw new UserError('TARGET_NEEDED', `no target was ever set for ${eventId}; give one with --target`);
    const status: TunerStatus = {
      epoch: Math.max(before?.epoch ?? 0, sale.tunerEpoch) + 1,
      holder,
      leaseUntil: now + leaseSeconds,
      target,
      frozen: request.frozen ?? before?.frozen ?? false,
      last: before?.last ?? null,
    };
    return { status, sale: { ...sale, tunerEpoch: status.epoch }, result: status };
  });
}

/** Whether somebody else steers at this moment. */
function isHeld(
  status: TunerStatus,
  { holder, now, isGone }: Pick<LeaseRequest, 'holder' | 'now' | 'isGone'>,
): boolean {
  return status.leaseUntil > now && status.holder !== holder && !isGone(status.holder);
}

/**
 * Changes the record while this tuner still steers.
 *
 * @throws UserError `TUNER_SUPERSEDED`
 */
export function editOwn(
  kvs: KeyValueStore,
  eventId: string,
  epoch: number,
  change: (status: TunerStatus) => TunerStatus,
): Promise<TunerStatus> {
  return editStatus(kvs, eventId, (status): StatusEdit<TunerStatus> => {
    const changed = change(requireOwn(status, epoch));
    return { status: changed, result: changed };
  });
}

/** @throws UserError `TUNER_SUPERSEDED` when another tuner has taken over. */
export function requireOwn(status: TunerStatus | null, epoch: number): TunerStatus {
  if (status?.epoch === epoch) return status;
  const who = status === null ? 'the record of the tuner is gone' : `${status.holder} has taken over`;
  throw new UserError('TUNER_SUPERSEDED', `${who}; this tuner stops, and τ stays as it is`);
}

function busy({ holder, leaseUntil }: TunerStatus, eventId: string): UserError {
  const until = new Date(leaseUntil * 1000).toISOString().slice(11, 19);
  return new UserError(
    'TUNER_BUSY',
    `${holder} tunes ${eventId} already, until ${until} UTC unless it goes on; stop that one first`,
  );
}
