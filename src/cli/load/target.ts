import { Agent, request } from 'undici';
import { createTixClient, type TixClient } from '../../client/index.ts';
import { createNodeTransport } from '../../client/node/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { loadVenue, type Venue } from '../../core/venue/index.ts';
import { nodeHashing } from '../../service/adapters/system/index.ts';
import { TargetUnreachableError } from '../framework/index.ts';
import type { TargetEvent } from './messages.ts';
import { CONSENT_PATH } from './safety.ts';

const TIMEOUT_MS = 10_000;

export interface Target {
  readonly event: TargetEvent;
  readonly seats: { readonly total: number; readonly available: number };
  readonly venue: Venue;
}

/** @throws UserError `TARGET_INVALID`. */
export function targetUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '')
    throw new UserError(
      'TARGET_INVALID',
      `--target must be the address of a site, such as http://127.0.0.1:8080`,
    );
  return url;
}

/** What the target has at the place of a consent; undefined when it has nothing. */
export async function readConsentOf(url: URL): Promise<string | undefined> {
  const dispatcher = new Agent({ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  try {
    const { statusCode, body } = await request(new URL(CONSENT_PATH, url), { dispatcher });
    const text = await body.text();
    return statusCode === 200 ? text : undefined;
  } finally {
    await dispatcher.close();
  }
}

/**
 * Reads what the target sells.
 *
 * @throws UserError `EVENT_UNKNOWN`, `EVENT_AMBIGUOUS`; TargetUnreachableError `NOT_A_SALE`.
 */
export async function readTarget(url: URL, eventId: string | undefined): Promise<Target> {
  const transport = createNodeTransport({ baseUrl: url.origin, connections: 2 });
  try {
    const client = createTixClient({ baseUrl: url.origin, transport });
    const id = eventId ?? (await onlyEvent(client, url));
    const params = { path: { eventId: id } };
    const [event, seats] = await Promise.all([
      client.GET('/v1/events/{eventId}', { params }),
      client.GET('/v1/events/{eventId}/availability', { params }),
    ]);
    if (event.data === undefined || seats.data === undefined)
      throw new UserError('EVENT_UNKNOWN', `${url.origin} has no event ${JSON.stringify(id)}`);
    const { venueHash, opensAt, rules, seatLimit } = event.data;
    const found = await client.GET('/v1/venues/{venueHash}', { params: { path: { venueHash } } });
    const venue = loadVenue(found.data?.venue, nodeHashing);
    return {
      venue,
      seats: { total: seats.data.total, available: seats.data.available },
      event: {
        eventId: id,
        venueHash,
        seatLimit,
        opensAtMs: opensAt * 1000,
        slotMs: rules.slotSeconds * 1000,
        sectionIds: [...venue.sections]
          .filter(({ kind }) => kind === 'seated')
          .sort((a, b) => b.maxPriceMinor - a.maxPriceMinor)
          .map((section) => section.id),
      },
    };
  } finally {
    await transport.close();
  }
}

async function onlyEvent(client: TixClient, url: URL): Promise<string> {
  const { data } = await client.GET('/v1/events');
  if (!Array.isArray(data?.events))
    throw new TargetUnreachableError('NOT_A_SALE', `${url.origin} answers, but not as a sale does`);
  const [only, ...more] = data.events;
  if (only === undefined) throw new UserError('EVENT_UNKNOWN', `${url.origin} has no events`);
  if (more.length > 0)
    throw new UserError(
      'EVENT_AMBIGUOUS',
      `${url.origin} has ${data.events.length} events; choose one with --event: ${data.events.map((each) => each.eventId).join(', ')}`,
    );
  return only.eventId;
}

/**
 * The seats that are wanted, in the order of the house: all of them at contention 0, the first row at 1, and between the two as many as lie
 * there on a logarithmic scale. Only seats that can be asked for by name.
 */
export function wantedSeats(venue: Venue, contention: number): string[] {
  const named = new Set(venue.sections.filter(({ kind }) => kind !== 'standing').map(({ id }) => id));
  const seats = [...venue.seatIds()].filter((id) => named.has(id.slice(0, id.indexOf('#'))));
  const rowOf = (id: string | undefined) => id?.slice(0, id.lastIndexOf('#'));
  const row = seats.filter((id) => rowOf(id) === rowOf(seats[0])).length;
  return seats.slice(0, Math.round(seats.length ** (1 - contention) * row ** contention));
}
