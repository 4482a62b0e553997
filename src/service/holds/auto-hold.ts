import { shuffle } from 'simple-statistics';
import { chooseSeats, type SeatChoice, type SeatRequest } from '../../core/allocation/index.ts';
import type { RequestKey, SessionClaim } from '../../core/reservation/index.ts';
import type { Section } from '../../core/venue/index.ts';
import type { ServiceContext } from '../context.ts';
import type { KnownEvent } from '../events/index.ts';
import { freeSeats } from '../maps/index.ts';
import { ProblemError } from '../problems/index.ts';
import { type HoldResult, holdSeats, refuseHold } from './hold.ts';
import { requestKey } from './request-key.ts';

/** What the buyer asks for instead of naming seats. */
export interface AutoHoldWish {
  readonly count: number;
  /** `together`: consecutive seats of one row or nothing; `best`: as good and as close together as can be had. */
  readonly mode: SeatRequest['mode'];
  readonly filters: NonNullable<SeatRequest['filters']>;
}

/** Rounds of choosing before giving up; each round takes the map as it is by then and leaves out what was just lost. */
const ROUNDS_MAX = 5;
const TRIES_PER_ROUND = 4;
/** Choices looked at after a lost one: the more buyers collide, the wider they spread. */
const CHOICES_IN_A_CROWD = 32;

/**
 * Chooses seats for the buyer and holds them. Choices come from cached maps, so a chosen seat may be gone: then the next choice is tried,
 * a bounded number of times.
 *
 * @throws ProblemError `NO_SEATS_MATCH` when nothing free fits, and whatever a hold of named seats throws.
 */
export async function autoHold(
  service: ServiceContext,
  claim: SessionClaim,
  wish: AutoHoldWish,
  idempotencyKey: string | undefined,
): Promise<HoldResult> {
  const known = await service.events.require(claim.eventId);
  const sections = wantedSections(known, wish);
  const key = requestKey(service.hashing, idempotencyKey, 'autoHold', wish);
  const lost = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const crowded = round > 0;
    if (crowded) await service.caughtUp();
    const choices = await choose(service, known, sections, wish, { exclude: lost, crowded });
    if (choices.length === 0) break;
    for (const { seatIds } of choices.slice(0, TRIES_PER_ROUND)) {
      const outcome = await holdSeats(service, known, claim, seatIds, key);
      if (outcome.kind === 'held') return outcome;
      if (outcome.kind !== 'seatsTaken') refuseHold(outcome);
      for (const seatId of outcome.seatIds) lost.add(seatId);
    }
  }
  return repeated(await earlierResult(service, claim, key), wish);
}

function wantedSections({ venue }: KnownEvent, { filters }: AutoHoldWish): readonly Section[] {
  const { sectionIds } = filters;
  if (sectionIds === undefined) return venue.sections;
  const unknown = sectionIds.filter((sectionId) => venue.section(sectionId) === undefined);
  if (unknown.length > 0)
    throw new ProblemError('SECTION_UNKNOWN', `There is no section ${unknown.join(', ')} in this venue.`);
  return sectionIds.flatMap((sectionId) => venue.section(sectionId) ?? []);
}

async function choose(
  service: ServiceContext,
  known: KnownEvent,
  sections: readonly Section[],
  wish: AutoHoldWish,
  { exclude, crowded }: { exclude: ReadonlySet<string>; crowded: boolean },
): Promise<readonly SeatChoice[]> {
  const { eventId } = known.event;
  const maps = await Promise.all(sections.map((section) => service.maps.section(eventId, section.id)));
  const nowMs = service.clock.nowMs();
  const free = sections.flatMap((section, index) => {
    const map = maps[index];
    if (map === undefined || map.availableCount === 0) return [];
    return { sectionId: section.id, free: freeSeats(known.venue, section, map, nowMs) };
  });
  const random = () => service.random.unit();
  const choices = chooseSeats(known.plan, {
    sections: free,
    count: wish.count,
    mode: wish.mode,
    filters: wish.filters,
    random,
    exclude,
    ...(crowded ? { maxCandidates: CHOICES_IN_A_CROWD } : {}),
  });
  return crowded ? shuffle([...choices], random) : choices;
}

/** A repeat of a request that succeeded must succeed again, even when nothing is free any more. */
async function earlierResult(
  service: ServiceContext,
  claim: SessionClaim,
  key: RequestKey | null,
): Promise<HoldResult | undefined> {
  if (key === null) return undefined;
  const session = await service.store.getSession(claim.sessionId);
  const entry = session?.idempotency.find((known) => known.key === key.key);
  return session !== undefined && entry?.requestHash === key.requestHash
    ? { seatIds: entry.seatIds, session }
    : undefined;
}

function repeated(earlier: HoldResult | undefined, wish: AutoHoldWish): HoldResult {
  if (earlier !== undefined) return earlier;
  throw new ProblemError(
    'NO_SEATS_MATCH',
    wish.mode === 'together'
      ? `No ${wish.count} free seats next to each other match. Try fewer, or "best".`
      : `No ${wish.count} free seats match.`,
  );
}
