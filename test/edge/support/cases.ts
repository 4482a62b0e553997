import fc from 'fast-check';
import { buildFlagFilter } from '../../../src/core/abuse/index.ts';
import {
  type EdgeKeys,
  flagBlockKey,
  formatEdgeKeys,
  formatSaleRecord,
  keysKey,
  mintAnswer,
  pruneSchedule,
  type QueueBody,
  type SaleRecord,
  saleKey,
  signSignInPass,
  solveProof,
} from '../../../src/core/admission/index.ts';
import { signJwt } from '../../../src/core/jwt/index.ts';
import type { EdgeEvent, EdgeRequest } from '../../../src/edge/host/index.ts';
import { hashing, keyNamed, OPENS_AT, sales, someKeys } from '../../core/admission/support.ts';

/** One call of a function, with everything it can see. JSON, so that it can be handed to any engine. */
export interface EdgeCase {
  readonly endpoint: 'mint' | 'admit';
  readonly event: EdgeEvent;
  readonly nowMs: number;
  readonly store: Readonly<Record<string, string>>;
}

type Values = EdgeRequest['headers'];

export function eventFor(
  endpoint: EdgeCase['endpoint'],
  eventId: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  changes: Partial<EdgeRequest> = {},
): EdgeEvent {
  const tail = endpoint === 'mint' ? 'token' : 'admission';
  return {
    version: '1.0',
    context: {
      distributionDomainName: 'd111111abcdef8.cloudfront.net',
      distributionId: 'EDFDVBD6EXAMPLE',
      eventType: 'viewer-request',
      requestId: 'EXAMPLEntjQpEXAMPLE_SG5Z-EXAMPLEPmPfEu3EqEXAMPLE==',
    },
    viewer: { ip: '198.51.100.11' },
    request: {
      method: 'POST',
      uri: `/v1/events/${encodeURIComponent(eventId)}/queue/${tail}`,
      querystring: {},
      headers: valuesOf(headers),
      cookies: {},
      ...changes,
    },
  };
}

function valuesOf(given: Readonly<Record<string, string | readonly string[] | undefined>>): Values {
  const values: Values = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const all = typeof value === 'string' ? [value] : value;
    values[name] = {
      value: all[0] ?? '',
      ...(all.length > 1 ? { multiValue: all.map((one) => ({ value: one })) } : {}),
    };
  }
  return values;
}

const eventIds = fc.constantFrom('world-cup-final', 'ünïcode-gála', 'a', '用户/1', 'a b', 'x'.repeat(200));
const people = fc.constantFrom('ada', '用户42', 'auth0|1', 'x'.repeat(256), 'ünï');
const rates = fc.constantFrom(0, 0, 0, 0.5, 1);

const worlds = fc
  .record({
    eventId: eventIds,
    sub: people,
    sale: sales,
    sampling: fc.record({ arrivals: rates, requests: rates, suspects: rates }),
    forecast: fc.option(
      fc.record({
        tau: fc.double({ min: 1, max: 5_000, noNaN: true }),
        endClock: fc.option(fc.double({ min: 0, max: 50, noNaN: true })),
      }),
    ),
    powBits: fc.constantFrom(0, 1, 4),
    beacon: fc.constantFrom('', '', 'ab'.repeat(32), null),
    joined: fc.integer({ min: -300, max: 600 }),
    waited: fc.nat(2_000),
    requestId: fc.stringMatching(/^[\w=-]{20,60}$/),
  })
  .map((drawn) => {
    const now = OPENS_AT + drawn.joined + drawn.waited;
    const keys = someKeys({ beacon: drawn.beacon });
    const { sampling, powBits, eventId, sub } = drawn;
    const forecast: SaleRecord['forecast'] = drawn.forecast;
    const schedule = pruneSchedule(drawn.sale.schedule, drawn.sale.slotSeconds, now);
    const whole: SaleRecord = { ...drawn.sale, sampling, forecast, powBits };
    const sale: SaleRecord = { ...whole, schedule };
    const joinedAt = { eventId, sub, now: OPENS_AT + drawn.joined, requestId: 'joined' };
    const place = mintAnswer(hashing, keys, whole, joinedAt, 201).body as QueueBody;
    return { ...drawn, now, keys, sale, place };
  });

type DrawnWorld = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

type Choice<T> = (world: DrawnWorld) => T;
type Choices<T> = Readonly<Record<string, Choice<T>>>;

/** Ways to send a sign-in pass: good ones, in every place it may stand, and bad ones. */
const passes = {
  header: (world) => ({ headers: valuesOf({ 'x-tix-auth': goodPass(world) }) }),
  bearer: (world) => ({ headers: valuesOf({ authorization: `Bearer ${goodPass(world)}` }) }),
  cookie: (world) => ({ cookies: valuesOf({ tix_auth: goodPass(world), other: '1' }) }),
  cookies: (world) => ({ cookies: valuesOf({ tix_auth: [goodPass(world), 'second'] }) }),
  twice: (world) => ({ headers: valuesOf({ 'x-tix-auth': [goodPass(world), passOf('eve', world)] }) }),
  'garbage before bearer': (world) => ({
    headers: valuesOf({ 'x-tix-auth': 'garbage', authorization: `Bearer ${goodPass(world)}` }),
  }),
  none: () => ({}),
  empty: () => ({ headers: valuesOf({ 'x-tix-auth': '' }) }),
  forged: (world) => ({ headers: valuesOf({ 'x-tix-auth': passOf(world.sub, world, keyNamed('forger')) }) }),
  expired: (world) => ({
    headers: valuesOf({ 'x-tix-auth': passOf(world.sub, { now: world.now - 9_999 }) }),
  }),
  'a waiting token': (world) => ({ headers: valuesOf({ 'x-tix-auth': world.place.token ?? '' }) }),
  huge: () => ({ headers: valuesOf({ 'x-tix-auth': 'ä.'.repeat(9_000) }) }),
} satisfies Choices<Partial<Record<'headers' | 'cookies', Values>>>;

const passOf = (sub: string, { now }: { readonly now: number }, key = someKeys().signIn) =>
  signSignInPass(hashing, key, { sub, iat: now - 60, exp: now + 600 });
const goodPass = (world: DrawnWorld) => passOf(world.sub, world);

/** Ways to send a waiting token. */
const tokens = {
  good: (world) => world.place.token ?? undefined,
  'good, old key': (world) => resigned(world, {}, { typ: 'wrt+jwt', kid: 'k1' }, keyNamed('k1')),
  'good, then another': (world) => [world.place.token ?? '', resigned(world, { sub: 'eve' })],
  none: () => undefined,
  empty: () => '',
  truncated: (world) => world.place.token?.slice(0, -5),
  'without signature': (world) => world.place.token?.replace(/\.[^.]*$/, '.'),
  'one part more': (world) => `${world.place.token}.x`,
  'of another': (world) => resigned(world, { sub: 'eve' }),
  'of another event': (world) => resigned(world, { evt: 'another' }),
  expired: (world) => resigned(world, { exp: world.now }),
  'wrong type': (world) => resigned(world, {}, { typ: 'sign-in+jwt', kid: 'k2' }),
  'unknown key': (world) => resigned(world, {}, { typ: 'wrt+jwt', kid: 'k9' }),
  'inherited key': (world) => resigned(world, {}, { typ: 'wrt+jwt', kid: '__proto__' }, new Uint8Array(0)),
  'no kid': (world) => resigned(world, {}, { typ: 'wrt+jwt' }),
  garbage: () => 'x.y.z',
  'not ASCII': () => 'ü.用.户',
  huge: () => `${'A'.repeat(9_000)}.${'B'.repeat(9_000)}.C`,
} satisfies Choices<string | readonly string[] | undefined>;

function resigned(
  { place }: DrawnWorld,
  changes: object,
  header: { typ: string; kid?: string } = { typ: 'wrt+jwt', kid: 'k2' },
  key = keyNamed('k2'),
): string {
  const payload = JSON.parse(Buffer.from(place.token?.split('.')[1] ?? 'e30', 'base64url').toString());
  return signJwt(hashing, key, header, { ...payload, ...changes });
}

const nonces = {
  right: solved,
  missing: () => undefined,
  wrong: () => 'wrong',
  huge: () => '9'.repeat(5_000),
} satisfies Choices<string | undefined>;

function solved({ place }: DrawnWorld): string {
  const found = solveProof(hashing, place.challenge?.text ?? '', place.challenge?.bits ?? 0, 0, 100_000);
  return 'nonce' in found ? found.nonce : '';
}

/** What the key-value store holds. */
const stores = {
  both: ({ eventId, keys, sale }) => stored(eventId, keys, sale),
  'no sale': ({ eventId, keys }) => ({ [keysKey(eventId)]: formatEdgeKeys(keys) }),
  'no keys': ({ eventId, sale }) => ({ [saleKey(eventId)]: formatSaleRecord(sale) }),
  nothing: () => ({}),
  'a spoilt sale': (world) => ({
    ...stored(world.eventId, world.keys, world.sale),
    [saleKey(world.eventId)]: '{"v":1',
  }),
  'τ null': (world) => spoilt(world, /("schedule":\[\[\d+),[^,]+/, '$1,null'),
  'τ infinite': (world) => spoilt(world, /("schedule":\[\[\d+),[^,]+/, '$1,1e999'),
  'an infinite reading': (world) => spoilt(world, /("schedule":\[\[\d+,[^,]+),[^\]]+/, '$1,1e999'),
  'k a text': (world) => spoilt(world, /"k":[^,]+/, '"k":"2"'),
  'entries to come only': (world) => spoilt(world, /"schedule":\[.*\],"/, '"schedule":[[900000,60,0]],"'),
  'this buyer flagged': (world) => flagged(world, [world.sub, 'eve']),
  'others flagged': (world) => flagged(world, ['eve', 'mallory']),
  'flags that cannot be read': (world) =>
    stored(world.eventId, world.keys, { ...world.sale, flagBlocks: 4_000 }),
  'spoilt keys': (world) => ({
    ...stored(world.eventId, world.keys, world.sale),
    [keysKey(world.eventId)]: '{"v":1}',
  }),
} satisfies Choices<Record<string, string>>;

function flagged({ eventId, keys, sale }: DrawnWorld, subs: readonly string[]): Record<string, string> {
  const flags = subs.map((sub) => ({ sub, level: 1 as const, until: 0 }));
  const { blocks } = buildFlagFilter(hashing, keys.sample, eventId, flags);
  const values = blocks.map((text, block) => [flagBlockKey(eventId, blocks.length, block), text] as const);
  return {
    ...stored(eventId, keys, { ...sale, flagBlocks: blocks.length }),
    ...Object.fromEntries(values),
  };
}

/** A sale record with something in it that no writer of ours would put there. */
function spoilt(world: DrawnWorld, what: RegExp, by: string): Record<string, string> {
  const records = stored(world.eventId, world.keys, world.sale);
  const key = saleKey(world.eventId);
  return { ...records, [key]: (records[key] ?? '').replace(what, by) };
}

function stored(eventId: string, keys: EdgeKeys, sale: SaleRecord): Record<string, string> {
  return { [saleKey(eventId)]: formatSaleRecord(sale), [keysKey(eventId)]: formatEdgeKeys(keys) };
}

/** Three times out of four the usual one. */
const mostly = <T>(usual: Choice<T>, all: Choices<T>): fc.Arbitrary<Choice<T>> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...Object.values(all)));

/** Requests of every kind to sales in every state. */
export const edgeCases: fc.Arbitrary<EdgeCase> = fc
  .record({
    world: worlds,
    endpoint: fc.constantFrom('mint', 'admit', 'admit'),
    pass: mostly<Partial<Record<'headers' | 'cookies', Values>>>(passes.header, passes),
    token: mostly<string | readonly string[] | undefined>(tokens.good, tokens),
    nonce: mostly<string | undefined>(nonces.right, nonces),
    store: mostly<Record<string, string>>(stores.both, stores),
    method: fc.oneof(
      { weight: 15, arbitrary: fc.constant('POST') },
      fc.constantFrom('GET', 'OPTIONS', 'post'),
    ),
    spoof: fc.constantFrom(undefined, '1790000000.admitted.AAAA'),
    millisecond: fc.nat(999),
  })
  .map(({ world, endpoint, pass, token, nonce, store, method, spoof, millisecond }) => {
    const sent = pass(world);
    const carried = { 'x-tix-token': token(world), 'x-tix-nonce': nonce(world), 'x-tix-edge': spoof };
    const event = eventFor(endpoint as EdgeCase['endpoint'], world.eventId, {
      ...carried,
      host: 'tix.example',
    });
    return {
      endpoint: endpoint as EdgeCase['endpoint'],
      event: {
        ...event,
        context: { ...event.context, requestId: world.requestId },
        request: {
          ...event.request,
          method,
          headers: { ...event.request.headers, ...sent.headers },
          cookies: sent.cookies ?? {},
        },
      },
      nowMs: world.now * 1000 + millisecond,
      store: store(world),
    };
  });
