import { isRecord, type Keep } from '../platform/index.ts';
import type { Waiting } from './machine.ts';

/** What a buyer needs to check their draw after the sale: kept when the place itself is gone. */
export interface RememberedWaiting {
  readonly sub: string;
  /** When the place was first given, epoch seconds. */
  readonly since: number;
  /** The commitment as it was shown during the sale; null when there was none. */
  readonly commitment: string | null;
}

function isRemembered(value: unknown): value is RememberedWaiting {
  return (
    isRecord(value) &&
    typeof value.sub === 'string' &&
    typeof value.since === 'number' &&
    (value.commitment === null || typeof value.commitment === 'string')
  );
}

export function rememberedWaiting(keep: Keep, eventId: string): RememberedWaiting | undefined {
  return keep.read(keyOf(eventId), isRemembered);
}

/** The first commitment seen is the one that counts: a later one would be another promise. */
export function rememberWaiting(keep: Keep, eventId: string, { sub, since, place }: Waiting): void {
  if (since === null) return;
  const known = rememberedWaiting(keep, eventId);
  const commitment = known?.commitment ?? place?.commitment ?? null;
  keep.write(keyOf(eventId), { sub, since, commitment } satisfies RememberedWaiting);
}

/** Whether there is a place in this browser that is still being waited with. */
export function isWaiting(keep: Keep, eventId: string): boolean {
  return keptPlace(keep, eventId)?.end === null;
}

/** Once the session an admission led to is over, the next visit to the waiting room begins anew. */
export function forgetAdmission(keep: Keep, eventId: string): void {
  if (keptPlace(keep, eventId)?.end === 'admitted') keep.remove(placeKey(eventId));
}

export function placeKey(eventId: string): string {
  return `place.${eventId}`;
}

function keptPlace(keep: Keep, eventId: string): Pick<Waiting, 'end'> | undefined {
  return keep.read(
    placeKey(eventId),
    (value): value is Pick<Waiting, 'end'> => isRecord(value) && 'end' in value,
  );
}

function keyOf(eventId: string): string {
  return `draw.${eventId}`;
}
