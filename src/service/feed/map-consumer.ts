import type { ChangeBody, SeatState } from '../../core/reservation/index.ts';
import { type AvailabilityCache, CacheUnavailableError, type Clock } from '../ports/index.ts';
import type { ChangeConsumer, FeedChange } from './changes.ts';

type SeatChange = Extract<ChangeBody, { kind: 'seat' }>;

interface SectionNews {
  readonly eventId: string;
  readonly sectionId: string;
  readonly changes: FeedChange[];
  /** The newest state of each seat. */
  readonly seats: Map<string, SeatState>;
}

export interface MapConsumerOptions {
  readonly cache: Pick<AvailabilityCache, 'apply'>;
  readonly clock: Clock;
  /** Told how long after its commit each change reached the cache, in ms. */
  arrived(ageMs: number): void;
}

/** Brings seat changes to the cached maps: one call for each section that changed, and none for any other. */
export function mapConsumer({ cache, clock, arrived }: MapConsumerOptions): ChangeConsumer {
  return async (changes) => {
    const undone = await Promise.all(
      [...newsBySection(changes)].map(async ({ eventId, sectionId, seats, changes: told }) => {
        try {
          await cache.apply(eventId, sectionId, ...seats.values());
        } catch (error) {
          if (!(error instanceof CacheUnavailableError)) throw error;
          return told;
        }
        for (const { atMs } of told) arrived(Math.max(0, clock.nowMs() - atMs));
        return [];
      }),
    );
    return undone.flat();
  };
}

function newsBySection(changes: readonly FeedChange[]): Iterable<SectionNews> {
  const sections = new Map<string, SectionNews>();
  for (const change of changes) {
    if (change.body.kind !== 'seat') continue;
    const { eventId, sectionId } = change.body;
    const key = `${eventId}\n${sectionId}`;
    const news: SectionNews = sections.get(key) ?? { eventId, sectionId, changes: [], seats: new Map() };
    sections.set(key, news);
    news.changes.push(change);
    const { seatId, ver } = change.body;
    if ((news.seats.get(seatId)?.ver ?? -1) < ver) news.seats.set(seatId, seatState(change.body));
  }
  return sections.values();
}

function seatState({ seatId, availability, expiresAtMs, sessionId, ver }: SeatChange): SeatState {
  return { seatId, availability, expiresAtMs, sessionId, ver };
}
