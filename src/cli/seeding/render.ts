import type { EventRecord } from '../../core/reservation/index.ts';
import type { SeedingCost } from '../../service/adapters/store-dynamodb/index.ts';
import { formatCount, formatDuration, formatMoment, pairs, plural, type View } from '../framework/index.ts';
import type { Seeded } from './seed-event.ts';

interface About {
  readonly venue: { readonly id: string; readonly name: string };
  readonly store: string;
}

export function renderSeeded(seeded: Seeded & About, { paint }: View): string {
  const { event, eventCreated, seatsCreated, seatsExisting, venue, store } = seeded;
  const changed = eventCreated || seatsCreated > 0;
  return [
    `${changed ? paint.green('seeded') : paint.green('unchanged')} ${event.eventId} in ${store}`,
    '',
    pairs([
      ['event', `${event.name} (${eventCreated ? 'created' : 'was there'})`],
      ['venue', `${venue.name} (${venue.id})`],
      ['seats', `${formatCount(seatsCreated)} created, ${formatCount(seatsExisting)} were there`],
      ['opens', formatMoment(event.opensAt)],
      ['admission', `k = ${event.k}, a try every ${event.slotSeconds} s`],
      ['shoppers at once', `${formatCount(event.softCap)}, at most ${formatCount(event.hardCap)}`],
      ['seats a buyer', `${event.seatLimit}`],
      ['time to choose', formatDuration(event.sessionTtlMs)],
      ['time to pay', `${formatDuration(event.payTtlMs)} and ${formatDuration(event.payGraceMs)} of grace`],
    ]),
  ].join('\n');
}

export interface Plan extends About {
  readonly event: EventRecord;
  readonly seats: number;
  /** Undefined where storing costs nothing. */
  readonly cost: SeedingCost | null;
}

export function renderPlan({ event, seats, cost, venue, store }: Plan): string {
  const head = `would store ${event.eventId} with ${plural(seats, 'seat')} of ${venue.name} in ${store}`;
  if (cost === null) return `${head}; nothing was stored`;
  const { items, bytes, wcu, usd, price, secondsAtLeast } = cost;
  return [
    `${head}; nothing was stored`,
    '',
    pairs([
      ['items', formatCount(items)],
      ['size', `${formatCount(Math.round(bytes / 1024))} KB`],
      ['write units', `${formatCount(wcu)} (tables and index)`],
      [
        'cost',
        `USD ${usd.toFixed(2)} at ${price.usdPerMillion} per million (on demand, ${price.region}, since ${price.since})`,
      ],
      ['time', `${formatDuration(secondsAtLeast * 1000)} or more on tables that are new`],
    ]),
  ].join('\n');
}
