import { describe, expect, test } from 'vitest';
import { StoreUnavailableError } from '../../../src/service/ports/index.ts';
import { changeDoors } from '../../../src/service/sale/index.ts';
import { readTunerStatus, rehearseTuner, setFrozen, setTarget } from '../../../src/service/tuning/index.ts';
import { EVENT_ID, OPENS_AT, saleOf } from '../sale/support.ts';
import { openPlant, publishedTaus } from './plant.ts';

const tauOf = async (plant: Awaited<ReturnType<typeof openPlant>>) =>
  (await publishedTaus(plant.kvs)).at(-1)?.[1];

describe('a turn', () => {
  test('publishes what it decided, and tells what it saw and expects', async () => {
    const plant = await openPlant();
    const report = await (await plant.tuner()).takeTurn();
    expect(report).toMatchObject({
      ...{ outcome: 'published', cause: 'filling', tauBefore: 3_000, epoch: 1, target: 100, since: null },
      seen: { live: 50, admitted: 120, buyers: 40, arrived: 400, readAt: plant.now() },
    });
    expect(report.tauAfter).toBeLessThan(3_000);
    expect(report.expected).toBeGreaterThan(0);
    expect(await publishedTaus(plant.kvs)).toEqual([
      [0, 3_000],
      [610, report.tauAfter],
    ]);
    const { last } = (await readTunerStatus(plant.kvs, EVENT_ID)) ?? {};
    expect(last).toMatchObject({ at: plant.now(), tauAfter: report.tauAfter, live: 50, cause: 'filling' });
  });

  test('tells how many really came of those that the turn before expected', async () => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    const { expected } = await tuner.takeTurn();
    plant.pass(10);
    plant.see({ admitted: 127, live: 55 });
    expect((await tuner.takeTurn()).since).toEqual({ seconds: 10, expected, real: 7 });
  });

  test('asks only for the arrivals that are new', async () => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    await tuner.takeTurn();
    plant.arrivals.push([plant.now() + 5, 3]);
    plant.pass(10);
    expect((await tuner.takeTurn()).seen?.arrived).toBe(3);
    expect(plant.asked).toEqual([null, '1']);
  });

  test('follows a target that operators change', async () => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    await setTarget(plant.kvs, EVENT_ID, 40);
    expect(await tuner.takeTurn()).toMatchObject({ target: 40, cause: 'full', tauAfter: 1e9 });
  });
});

describe('nothing is published', () => {
  test('while τ is frozen, though decisions go on', async () => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    await setFrozen(plant.kvs, EVENT_ID, true);
    const frozen = await tuner.takeTurn();
    expect(frozen).toMatchObject({ outcome: 'frozen', tauAfter: 3_000 });
    expect(frozen.entry?.tau).toBeLessThan(3_000);
    expect(await tauOf(plant)).toBe(3_000);
    await setFrozen(plant.kvs, EVENT_ID, false);
    plant.pass(10);
    expect(await tuner.takeTurn()).toMatchObject({ outcome: 'published' });
  });

  test('by a rehearsal, which takes no lease and remembers nothing', async () => {
    const plant = await openPlant();
    await plant.tuner();
    const before = await plant.kvs.etag();
    const rehearsal = await rehearseTuner(plant.options, {});
    expect(await rehearsal.takeTurn()).toMatchObject({ outcome: 'dryRun', epoch: 0, target: 100 });
    expect(await plant.kvs.etag()).toBe(before);
    expect(plant.kept()).toBeUndefined();
  });

  test('while operators keep the doors shut, and τ is not sped up meanwhile', async () => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    await tuner.takeTurn();
    const openTau = await tauOf(plant);
    await changeDoors(plant.kvs, { eventId: EVENT_ID, verb: 'pause', now: plant.now(), leadSeconds: 10 });
    for (let turn = 0; turn < 5; turn++) {
      plant.pass(10);
      plant.see({ live: 40 - turn });
      expect(await tuner.takeTurn()).toMatchObject({
        outcome: 'doorsShut',
        reason: 'Nobody is let in: operators have paused the sale.',
      });
    }
    expect(await tauOf(plant)).toBe(0);
    expect(JSON.parse(plant.kept() ?? '').state.openTau / (openTau ?? 1)).toBeCloseTo(1, 3);
  });

  test.each([
    ['stale', { readAt: OPENS_AT + 500 }, /the numbers are 100 s old/],
    ['nonsense', { live: 5_000 }, /5000 are in, but only 120/],
  ])('when the inputs are %s; it says so and asks for the same arrivals again', async (_, sight, why) => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    plant.see(sight);
    const report = await tuner.takeTurn();
    expect(report).toMatchObject({ outcome: 'held', cause: 'unsound', tauAfter: 3_000 });
    expect(report.reason).toMatch(why);
    await tuner.takeTurn();
    expect(plant.asked).toEqual([null, null]);
    expect(await tauOf(plant)).toBe(3_000);
  });

  test('when the sale cannot be looked at, and it goes on when it can', async () => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    plant.fail(new Error('connect ECONNREFUSED'));
    const blind = await tuner.takeTurn();
    expect(blind).toMatchObject({ outcome: 'held', seen: null, tauBefore: 3_000, tauAfter: 3_000 });
    expect(blind.reason).toMatch(/cannot be looked at \(connect ECONNREFUSED\)/);
    plant.fail(undefined);
    plant.pass(10);
    expect(await tuner.takeTurn()).toMatchObject({ outcome: 'published' });
  });

  test('when the store does not answer; the next turn tries again', async () => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    const { get } = plant.kvs;
    plant.kvs.get = () => Promise.reject(new StoreUnavailableError('no such luck'));
    expect(await tuner.takeTurn()).toMatchObject({
      outcome: 'held',
      reason: 'τ stays as it is: no such luck.',
    });
    plant.kvs.get = get;
    plant.pass(10);
    expect(await tuner.takeTurn()).toMatchObject({ outcome: 'published' });
  });
});

describe('before the opening', () => {
  test('turns replace each other, so that waiting does not fill the record or speed the clock up', async () => {
    const plant = await openPlant();
    plant.pass(-1_200);
    plant.see({
      live: 0,
      admitted: 0,
      buyers: 0,
      seats: { available: 1_000, held: 0, inCheckout: 0, sold: 0 },
    });
    const tuner = await plant.tuner();
    for (let turn = 0; turn < 59; turn++) {
      await tuner.takeTurn();
      plant.arrivals.push([plant.now() + 1, 5]);
      plant.pass(10);
    }
    const schedule = await publishedTaus(plant.kvs);
    expect(schedule.map(([from]) => from)).toEqual([0, 1]);
    expect(schedule[1]?.[1]).toBeGreaterThanOrEqual(3_000 / 4);
  });
});

describe('a tuner that is started again', () => {
  test('goes on with what it knew: nothing jumps, nothing is counted twice', async () => {
    const [steady, restarted] = await Promise.all([openPlant(), openPlant()]);
    let other = await restarted.tuner();
    const one = await steady.tuner();
    for (let turn = 0; turn < 12; turn++) {
      const sights = { live: 50 + 3 * turn, admitted: 120 + 8 * turn, buyers: 40 + 4 * turn };
      for (const plant of [steady, restarted]) {
        plant.see(sights);
        plant.arrivals.push([plant.now() - 3, 2]);
      }
      const [a, b] = [await one.takeTurn(), await other.takeTurn()];
      expect({ ...b, epoch: 0 }).toEqual({ ...a, epoch: 0 });
      steady.pass(10);
      restarted.pass(10);
      // Killed, so the lease is not given back.
      if (turn % 3 === 0) other = await restarted.tuner({ holder: `again:${turn}`, isGone: () => true });
    }
  });

  test('with its memory lost, asks for all arrivals again', async () => {
    const plant = await openPlant();
    await (await plant.tuner()).takeTurn();
    plant.pass(10);
    plant.forget();
    const report = await (await plant.tuner()).takeTurn();
    expect(plant.asked).toEqual([null, null]);
    expect(report.seen?.arrived).toBe(400);
    expect(report.waiting).toBeGreaterThan(1_000);
  });

  test('does not trust a memory of another draw, or a damaged one', async () => {
    for (const text of ['{"v":1', '{"v":1,"sale":"x","cursor":"1","last":null,"state":{}}']) {
      const plant = await openPlant();
      await plant.options.memory.save(text);
      await (await plant.tuner()).takeTurn();
      expect(plant.asked).toEqual([null]);
    }
  });
});

test.each([30, 120])('a busy schedule fits the record with a slot of %i s', async (slotSeconds) => {
  const plant = await openPlant({ slotSeconds });
  const tuner = await plant.tuner();
  for (let turn = 0; turn < 30; turn++) {
    plant.see({ live: turn % 2 === 0 ? 30 : 90, admitted: 120 + 60 * turn + (turn % 2) * 60 });
    expect(await tuner.takeTurn()).toMatchObject({ outcome: 'published' });
    plant.pass(10);
  }
  expect((await saleOf(plant.kvs)).schedule.length).toBeGreaterThan(slotSeconds / 10);
});
