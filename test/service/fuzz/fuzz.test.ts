import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_ID, openBuyer, openHarness } from '../harness.ts';
import { operationsOf } from './operations.ts';
import { requestsTo, type Sent } from './requests.ts';

const RUNS = 60;
/** No made-up request gets past these: the one wants an issuer's token, the other a provider's signature. */
const NEED_A_SIGNATURE = /sign-in\/exchange|webhooks/;

/** What an answer must never carry: places of our sources, stacks, names of what we are built on, keys. */
const INTERNALS = [
  /\bat .+:\d+:\d+/,
  /\/src\/|node_modules|file:\/\//,
  /\b(?:TypeError|ReferenceError|SyntaxError|ZodError|InvariantError)\b/,
  /(?:AQEB|AgIC|AwMD|BAQE){4}/,
  /(?:0101|0202|0303|0404){8}/,
];

const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A sale with two buyers in it, one of them at the payment page, that requests of all kinds are thrown at. */
async function openSale() {
  const harness = await openHarness({ devLogin: true, softCap: 50, hardCap: 60 });
  const [ada, bob] = [await openBuyer(harness, 'ada'), await openBuyer(harness, 'bob')];
  const seatIds = harness.venue.sections.flatMap((section) =>
    harness.venue.seatsOf(section).map(({ seatId }) => seatId),
  );
  await bob.hold(seatIds.slice(0, 2));
  const { body } = await bob.checkout();
  const path = `/v1/events/${EVENT_ID}/queue/token`;
  const edge = await harness.edgeHeaders('ada', path);
  const admission = await harness.edgeHeaders('ada', `/v1/events/${EVENT_ID}/queue/admission`);
  const place = await harness.call('POST', path, { headers: edge });
  const known = {
    eventId: [EVENT_ID, 'unknown'],
    sessionId: [ada.sessionId, bob.sessionId, 'unknown'],
    paymentId: [body.payment.paymentId, 'unknown'],
    venueHash: [harness.venue.hash, 'unknown'],
    sectionId: ['HALL', 'VIP', 'FLOOR', 'unknown'],
    sectionIds: ['HALL', 'VIP', 'FLOOR', 'unknown'],
    blockId: ['A', 'T', 'unknown'],
    tiers: ['A', 'B', 'C', 'VIP'],
    seatIds: [...seatIds.slice(0, 6), 'NO#SUCH#SEAT#1'],
    provider: ['test', 'other'],
    code: ['SEAT_TAKEN', 'unknown'],
  };
  const paymentId = String(body.payment.paymentId);
  const wardrobe = {
    people: [ada, bob].map(({ sessionId, headers }) => ({
      headers: headers(),
      ids: { sessionId, paymentId },
    })),
    edgeHeaders: [edge['x-tix-edge'], admission['x-tix-edge']],
    tokens: [String(place.body.token)],
  };
  return { harness, ...(await operationsOf(harness)), known, wardrobe };
}

/** Done, or refused for a reason of the sale. */
function isOfTheOperation(status: number): boolean {
  return status < 300 || status === 404 || status === 409;
}

function plain(encoding: string | null, body: Buffer): string {
  const bytes =
    encoding === 'gzip' ? gunzipSync(body) : encoding === 'br' ? brotliDecompressSync(body) : body;
  return bytes.toString('utf8');
}

type OpenSale = Awaited<ReturnType<typeof openSale>>;

describe('whatever is sent to it, an operation answers as it is described and tells nothing of its inside', async () => {
  const { operations } = await openSale();

  async function send(sale: OpenSale, { method, url, headers, body }: Sent) {
    const response = await sale.harness.app.request(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = plain(response.headers.get('content-encoding'), Buffer.from(await response.arrayBuffer()));
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    return { status: response.status, type, text, headers: response.headers };
  }

  for (const operation of operations) {
    test(operation.name, async () => {
      const sale = await openSale();
      const seen = new Set<number>();
      await fc.assert(
        fc.asyncProperty(requestsTo(operation, sale, sale.wardrobe), async (sent) => {
          const { status, type, text, headers } = await send(sale, sent);
          seen.add(status);
          expect(status).toBeLessThan(500);
          for (const internal of INTERNALS) expect(text).not.toMatch(internal);
          expect([...headers.values()].join('\n')).not.toMatch(/node_modules|\/src\//);
          for (const [name, value] of Object.entries(SECURITY_HEADERS))
            expect([name, headers.get(name)]).toEqual([name, value]);
          const isJson = type.endsWith('json');
          // A spoiled path may be no path of this operation: then anything described anywhere will do.
          if (status === 404 && type === 'application/problem+json') return;
          expect(sale.faultOf(operation, status, type, isJson ? JSON.parse(text) : text)).toBeUndefined();
        }),
        { numRuns: RUNS },
      );
      // The requests reach the operation itself, not only the checks before it.
      if (!NEED_A_SIGNATURE.test(operation.path)) expect([...seen].some(isOfTheOperation)).toBe(true);
    });
  }
});
