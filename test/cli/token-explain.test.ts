import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repoRoot, runTix, tempFolder } from '../support/run-tix.ts';

interface Vector {
  readonly [field: string]: unknown;
  readonly token: string;
  readonly kid: string;
  readonly signingKey: string;
  readonly payload: object;
  readonly decisions: readonly { readonly now: number; readonly admitted: boolean }[];
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(join(repoRoot, 'fixtures', 'vectors', 'admission.json'), 'utf8'),
).cases;

/** Puts the key and sale files of a golden case into a folder and explains its token there. */
async function explain(folder: string, vector: Vector, at: number, token = vector.token, input?: string) {
  const { lotKey, drawKey, beacon, kid, signingKey, eventId, opensAt, k, slotSeconds, schedule } = vector;
  writeFileSync(
    join(folder, 'keys.json'),
    JSON.stringify({ lotKey, drawKey, beacon, signing: { [kid]: signingKey } }),
  );
  writeFileSync(join(folder, 'sale.json'), JSON.stringify({ eventId, opensAt, k, slotSeconds, schedule }));
  const words = ['token', 'explain', token, '--keys', 'keys.json', '--sale', 'sale.json', '--at', String(at)];
  const options = { cwd: folder, ...(input === undefined ? {} : { input }) };
  return { asJson: await runTix([...words, '--json'], options), asText: await runTix(words, options) };
}

describe('tix token explain', () => {
  test.each(vectors.slice(0, 6).map((vector, i) => [i, vector] as const))(
    'reproduces golden case %i',
    async (_, vector) => {
      using folder = tempFolder();
      for (const { now, ...decision } of vector.decisions.slice(0, 2)) {
        const { asJson } = await explain(folder.path, vector, now);
        expect(asJson.exitCode).toBe(0);
        const shown = JSON.parse(asJson.stdout);
        const { lot, lotteryNumber, slotPhase, payload } = vector;
        expect(shown).toMatchObject({
          valid: true,
          lot,
          lotteryNumber,
          slotPhase,
          payload,
          admitted: decision.admitted,
        });
        for (const [name, value] of Object.entries(decision)) {
          if (typeof value === 'number') expect(shown[name]).toBeCloseTo(value, 12);
        }
      }
    },
  );

  test('tells it in sentences, never showing a key', async () => {
    using folder = tempFolder();
    const [vector] = vectors;
    if (vector === undefined) throw new Error('there are no golden cases');
    const { asText, asJson } = await explain(folder.path, vector, vector.decisions[0]?.now ?? 0);
    expect(asText.stdout).toMatch(/^This is a genuine waiting token\.\n/);
    for (const key of [vector.lotKey, vector.drawKey, vector.signingKey]) {
      expect(asText.stdout + asJson.stdout).not.toContain(key);
    }
  });

  test('reads the token from standard input, so that it stays out of the process list', async () => {
    using folder = tempFolder();
    const [vector] = vectors;
    if (vector === undefined) throw new Error('there are no golden cases');
    const { asJson } = await explain(
      folder.path,
      vector,
      vector.decisions[0]?.now ?? 0,
      '-',
      `${vector.token}\n`,
    );
    expect(JSON.parse(asJson.stdout).valid).toBe(true);
  });

  test('fails on a token that was changed, and says so', async () => {
    using folder = tempFolder();
    const [vector] = vectors;
    if (vector === undefined) throw new Error('there are no golden cases');
    const changed = vector.token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
    const { asJson, asText } = await explain(folder.path, vector, vector.decisions[0]?.now ?? 0, changed);
    expect([asJson.exitCode, asText.exitCode]).toEqual([1, 1]);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      valid: false,
      admitted: false,
      reason: expect.any(String),
    });
    expect(asText.stdout).toContain('not valid');
  });
});
