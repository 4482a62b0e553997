import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { SEAT_CODES, seatStateOf, unpackSeats } from '../../../src/core/packed/index.ts';
import { EVENT_ID, type Harness, openBuyer, openHarness } from '../harness.ts';

const base = `/v1/events/${EVENT_ID}`;

async function bytesOf(harness: Harness, path: string, headers: Record<string, string> = {}) {
  const response = await harness.app.request(path, { headers });
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}

const sectionId = (harness: Harness) => harness.venue.sections[0]?.id ?? '';

describe('compressed maps', () => {
  test('a caller gets the encoding it likes best, and what comes out is the same map', async () => {
    const harness = await openHarness();
    const path = `${base}/sections/${sectionId(harness)}/seats`;
    const plain = await bytesOf(harness, path);
    expect(plain.response.headers.get('content-encoding')).toBeNull();
    const cases = [
      ['gzip', 'gzip'],
      ['gzip, deflate, br, zstd', 'br'],
      ['br;q=0.5, gzip;q=0.8', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['*', 'br'],
      ['*;q=0', null],
      ['identity', null],
      ['GZIP', 'gzip'],
      ['deflate', null],
      ['', null],
    ] as const;
    for (const [accepted, expected] of cases) {
      const { response, bytes } = await bytesOf(harness, path, { 'accept-encoding': accepted });
      expect([accepted, response.headers.get('content-encoding')]).toEqual([accepted, expected]);
      expect(response.headers.get('vary')).toBe('accept-encoding');
      expect(response.headers.get('etag')).toBe(plain.response.headers.get('etag'));
      const unpacked =
        expected === 'br' ? brotliDecompressSync(bytes) : expected === 'gzip' ? gunzipSync(bytes) : bytes;
      expect(Buffer.from(unpacked)).toEqual(Buffer.from(plain.bytes));
      if (expected !== null) expect(bytes.length).toBeLessThan(plain.bytes.length / 5);
    }
  });

  test('who has the present map is answered 304 whatever they accept, with the headers a cache needs', async () => {
    const harness = await openHarness();
    const path = `${base}/sections/${sectionId(harness)}/seats`;
    const { response } = await bytesOf(harness, path, { 'accept-encoding': 'br' });
    const again = await bytesOf(harness, path, {
      'accept-encoding': 'gzip',
      'if-none-match': response.headers.get('etag') ?? '',
    });
    expect(again.response.status).toBe(304);
    expect(again.bytes).toHaveLength(0);
    expect(again.response.headers.get('vary')).toBe('accept-encoding');
    expect(again.response.headers.get('cache-control')).toMatch(
      /^public, max-age=\d+, stale-while-revalidate=\d+$/,
    );
    expect(harness.service.mapMeasures.report().requests).toEqual({ count: 2, unchanged: 1 });
  });

  test('bodies that fit one packet are sent as they are', async () => {
    const harness = await openHarness();
    const { response } = await bytesOf(harness, `${base}/availability`, { 'accept-encoding': 'br' });
    expect(response.headers.get('content-encoding')).toBeNull();
  });
});

describe('packed maps', () => {
  test('a section and the whole event tell at two bits a seat what the seat maps tell in words', async () => {
    const harness = await openHarness();
    const ada = await openBuyer(harness, 'ada');
    const seats = [...harness.venue.seatIds()];
    const chosen = [seats[0], seats[7]] as string[];
    await ada.hold(chosen);
    await harness.drain();
    const whole = await bytesOf(harness, `${base}/seats/packed`);
    expect(whole.response.headers.get('content-type')).toBe('application/octet-stream');
    const codes = unpackSeats(whole.bytes, harness.venue.seatCount);
    expect(seats.filter((_, seat) => codes[seat] !== SEAT_CODES.available)).toEqual(chosen);

    for (const section of harness.venue.sections) {
      const words = (await harness.call('GET', `${base}/sections/${section.id}/seats`)).body.seats;
      const packed = await bytesOf(harness, `${base}/sections/${section.id}/seats/packed`);
      const own = unpackSeats(packed.bytes, section.seatCount);
      harness.venue.seatsOf(section).forEach(({ seatId }, index) => {
        const said = words[seatId.slice(section.id.length + 1)];
        expect([seatId, seatStateOf(own[index] as 0)]).toEqual([seatId, said]);
        expect(codes[section.firstSeat + index]).toBe(own[index]);
      });
    }
  });

  test('their tags change exactly when a seat changes', async () => {
    const harness = await openHarness();
    const ada = await openBuyer(harness, 'ada');
    const paths = [`${base}/seats/packed`, `${base}/sections/${sectionId(harness)}/seats/packed`];
    const tags = () =>
      Promise.all(paths.map(async (path) => (await bytesOf(harness, path)).response.headers.get('etag')));
    const before = await tags();
    expect(await tags()).toEqual(before);
    await ada.hold([[...harness.venue.seatIds()][0] ?? '']);
    await harness.drain();
    const after = await tags();
    expect(after.filter((tag, i) => tag === before[i])).toEqual([]);
    for (const [i, path] of paths.entries())
      expect((await bytesOf(harness, path, { 'if-none-match': after[i] ?? '' })).response.status).toBe(304);
  });

  test('a section that is not there is refused like everywhere else', async () => {
    const harness = await openHarness();
    expect(await harness.call('GET', `${base}/sections/nowhere/seats/packed`)).toMatchObject({
      status: 404,
      body: { code: 'SECTION_UNKNOWN' },
    });
    expect(await harness.call('GET', '/v1/events/unknown/seats/packed')).toMatchObject({ status: 404 });
  });
});

describe('events at a CDN', () => {
  const cacheControlOf = async (harness: Harness, path: string) =>
    (await harness.app.request(path)).headers.get('cache-control');

  test('are kept for moments where nobody tells the CDN what changed', async () => {
    const harness = await openHarness();
    for (const path of ['/v1/events', base])
      expect(await cacheControlOf(harness, path)).toBe('public, max-age=2, stale-while-revalidate=4');
  });

  test('are kept long where the change feed tells it, though never beyond the opening', async () => {
    const harness = await openHarness({ cdnTtlSeconds: 86_400, startsBeforeOpeningMs: 600_000 });
    expect(await cacheControlOf(harness, '/v1/events')).toContain('s-maxage=86400');
    expect(await cacheControlOf(harness, base)).toContain(
      'max-age=2, stale-while-revalidate=4, s-maxage=600',
    );
    await harness.passMs(700_000);
    expect(await cacheControlOf(harness, base)).toContain('s-maxage=2');
  });
});

test('the share of clicked seats that were gone already is counted', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const bob = await openBuyer(harness, 'bob');
  const [a, b, c] = [...harness.venue.seatIds()] as [string, string, string];
  await ada.hold([a]);
  await bob.hold([a, b]);
  await bob.hold([b, c]);
  expect(harness.service.mapMeasures.report().clicks).toEqual({ seats: 5, ghosts: 1, ghostRate: 0.2 });
});
