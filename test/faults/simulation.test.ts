import { describe, expect, test } from 'vitest';
import {
  explainFailure,
  PLANTED,
  type PlantedBug,
  playSale,
  replayCommand,
  simulateFaults,
} from './simulation/index.ts';

const STEPS = 50_000;
/** How soon a planted bug must be found. */
const FOUND_WITHIN_MS = 10_000;
/** A seed that does not make every bug show in its first sale. */
const SEED = 20;
/** A few seconds on a quiet machine; tests share theirs. */
const TIMEOUT_MS = 120_000;

describe('a sale in which servers crash, clocks disagree, messages and answers are lost, late or doubled', () => {
  test(
    `keeps every promise for ${STEPS} steps`,
    async () => {
      const { failure, ...counts } = await simulateFaults({ steps: STEPS, seed: 7_000 });
      expect(failure === undefined ? 'kept' : explainFailure(failure)).toBe('kept');
      expect(counts.steps).toBeGreaterThanOrEqual(STEPS);
      // A storm in which nobody gets anything, or nothing has to be given back, would prove little.
      expect(counts.sold).toBeGreaterThan(counts.sales);
      expect(counts.refunded).toBeGreaterThan(0);
      expect(counts.writes).toBeGreaterThan(counts.steps / 10);
    },
    TIMEOUT_MS,
  );

  test('goes exactly the same way whenever it is played from the same seed', async () => {
    const [once, again, another] = [
      await playSale({ seed: SEED }),
      await playSale({ seed: SEED }),
      await playSale({ seed: SEED + 1 }),
    ];
    expect({ ...again }).toEqual({ ...once });
    expect(another.digest).not.toBe(once.digest);
  });
});

describe('a bug is found in time', () => {
  for (const planted of Object.keys(PLANTED) as PlantedBug[]) {
    test(planted, async () => {
      const startedAt = performance.now();
      const { failure } = await simulateFaults({ steps: 400_000, seed: SEED, planted, shrinkTries: 0 });
      expect(failure?.violation).toBeDefined();
      expect(performance.now() - startedAt).toBeLessThan(FOUND_WITHIN_MS);
    });
  }
});

test(
  'a failure is made small, and one printed command plays it again',
  async () => {
    const bug = { planted: 'voidWithoutOwner', seed: SEED, steps: 400_000 } as const;
    const { failure: found } = await simulateFaults({ ...bug, shrinkTries: 0 });
    const { failure: small } = await simulateFaults({ ...bug, shrinkTries: 25 });
    if (found === undefined || small === undefined) throw new Error('the planted bug was not found');
    expect(small.buyers.length).toBeLessThan(found.buyers.length / 2);
    expect(small.faults.length).toBeLessThan(found.faults.length);
    expect(small.steps).toBeLessThanOrEqual(found.steps);

    const { seed, planted, buyers, faults } = small;
    const again = await playSale({ seed, planted, buyers, faults });
    expect({ digest: again.digest, violation: again.violation }).toEqual({
      digest: small.digest,
      violation: small.violation,
    });
    expect(replayCommand(small)).toBe(
      `npm run faults -- --seed ${seed} --planted ${planted} --buyers ${buyers.join(',')} --faults ${faults.join(',') || 'none'}`,
    );
    expect(explainFailure(small)).toContain(replayCommand(small));
  },
  TIMEOUT_MS,
);
