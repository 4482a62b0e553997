import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  formatEdgeKeys,
  formatSaleRecord,
  keysKey,
  parseEdgeKeys,
  pruneSchedule,
  saleKey,
  signSignInPass,
} from '../../src/core/admission/index.ts';
import { verifyJwt } from '../../src/core/jwt/index.ts';
import { type EdgeOutcome, loadFunction, type SandboxedFunction } from '../../src/edge/host/index.ts';
import { hashing, someKeys, someSale, VECTORS } from '../core/admission/support.ts';
import { requireProgram } from '../support/require-program.ts';
import { type BuiltFunctions, builtFunctions } from './support/built-functions.ts';
import { type EdgeCase, edgeCases, eventFor } from './support/cases.ts';
import { outcomesInNjs } from './support/njs.ts';
import { referenceOutcome } from './support/reference.ts';

let code: BuiltFunctions;
beforeAll(async () => {
  code = await builtFunctions();
});

/** The built functions in Node, behind the runtime's globals. */
function sandboxed(): (one: EdgeCase) => Promise<EdgeOutcome> {
  let store: EdgeCase['store'] = {};
  const services = { get: async (key: string) => store[key] };
  const functions: Record<EdgeCase['endpoint'], SandboxedFunction> = {
    mint: loadFunction('mint.js', code.mint, services),
    admit: loadFunction('admit.js', code.admit, services),
  };
  return (one) => {
    store = one.store;
    return functions[one.endpoint](structuredClone(one.event), one.nowMs);
  };
}

/**
 * An outcome without regard to how its JSON is spelt: njs writes a few numbers with another last digit that reads as the same number. So a
 * token is compared by what it says, and by whether its signature is ours.
 */
function told(outcome: EdgeOutcome, { store }: EdgeCase): unknown {
  const plain = JSON.parse(JSON.stringify(outcome));
  if (typeof plain.body !== 'string') return plain;
  const body = JSON.parse(plain.body);
  const keyRecord = Object.entries(store).find(([key]) => key.startsWith('keys:'))?.[1] ?? '';
  const signing = new Map(Object.entries(parseEdgeKeys(keyRecord)?.signing ?? {}));
  const keyOf = (kid = '') => signing.get(kid);
  const verified = verifyJwt(hashing, body.token ?? '', { typ: 'wrt+jwt', keyOf });
  // A token sent in vain is sent back as it came, whatever it is.
  return { ...plain, body: { ...body, token: verified.ok ? verified : body.token } };
}

/** Every golden token, at every moment it has a golden decision for. */
const vectorCases: readonly (EdgeCase & { readonly admitted: boolean })[] = VECTORS.flatMap((one) => {
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));
  const keys = someKeys({
    lot: bytes(one.lotKey),
    draw: bytes(one.drawKey),
    beacon: one.beacon,
    kid: one.kid,
    signing: { [one.kid]: bytes(one.signingKey) },
  });
  return one.decisions
    .filter(({ now }) => now < one.payload.exp)
    .map(({ now, admitted }) => {
      const { opensAt, k, slotSeconds, sub } = one;
      const schedule = pruneSchedule(one.schedule, slotSeconds, now);
      const sale = someSale({ opensAt, k, slotSeconds, schedule });
      const pass = signSignInPass(hashing, keys.signIn, { sub, iat: now, exp: now + 60 });
      return {
        endpoint: 'admit' as const,
        event: eventFor('admit', one.eventId, {
          'x-tix-auth': pass,
          'x-tix-token': one.token,
          'x-tix-nonce': one.pow.nonce,
        }),
        nowMs: now * 1000,
        store: {
          [saleKey(one.eventId)]: formatSaleRecord(sale),
          [keysKey(one.eventId)]: formatEdgeKeys(keys),
        },
        admitted,
      };
    });
});

describe('in the sandbox', () => {
  test('the built functions decide every golden case as it was decided', async () => {
    const run = sandboxed();
    expect(vectorCases.length).toBeGreaterThan(100);
    for (const one of vectorCases) {
      const outcome = await run(one);
      expect('method' in outcome).toBe(one.admitted);
      expect(told(outcome, one)).toEqual(told(referenceOutcome(one), one));
    }
  });

  test('they answer any request to any sale exactly as the core does', async () => {
    const run = sandboxed();
    await fc.assert(
      fc.asyncProperty(edgeCases, async (one) => {
        expect(told(await run(one), one)).toEqual(told(referenceOutcome(one), one));
      }),
      { numRuns: 600 },
    );
  });
});

const njs = requireProgram('njs');

describe.skipIf(njs === undefined)('in njs', () => {
  async function compare(cases: readonly EdgeCase[], hint = ''): Promise<void> {
    for (const endpoint of ['mint', 'admit'] as const) {
      const mine = cases.filter((one) => one.endpoint === endpoint);
      if (mine.length === 0) continue;
      const outcomes = await outcomesInNjs(njs ?? '', code[endpoint], mine);
      expect(outcomes).toHaveLength(mine.length);
      for (const [i, one] of mine.entries()) {
        expect(told(outcomes[i] as EdgeOutcome, one), `${hint} ${JSON.stringify(one)}`).toEqual(
          told(referenceOutcome(one), one),
        );
      }
    }
  }

  test('the built functions decide every golden case as it was decided', async () => {
    await compare(vectorCases);
  });

  test('they answer any request to any sale exactly as the core does', async () => {
    const seed = fc.sample(fc.integer(), 1)[0] ?? 0;
    await compare(fc.sample(edgeCases, { numRuns: 400, seed }), `seed ${seed}:`);
  });
});
