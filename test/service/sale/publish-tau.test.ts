import { describe, expect, test } from 'vitest';
import { phaseAt } from '../../../src/core/admission/index.ts';
import type { KeyValueStore } from '../../../src/service/ports/index.ts';
import { changeDoors, publishTau, type TauChange } from '../../../src/service/sale/index.ts';
import { EVENT_ID, OPENS_AT, saleOf, storeWithSale } from './support.ts';

const NOW = OPENS_AT + 100;

async function openedStore(): Promise<KeyValueStore> {
  const kvs = await storeWithSale();
  await changeDoors(kvs, { eventId: EVENT_ID, verb: 'open', now: OPENS_AT - 60, leadSeconds: 10 });
  return kvs;
}

const turn = (kvs: KeyValueStore, changes: Partial<TauChange> = {}) =>
  publishTau(kvs, {
    eventId: EVENT_ID,
    entry: { tau: 200, from: NOW + 10 },
    nowSeconds: NOW,
    leadSeconds: 10,
    phase: 'open',
    forecast: { tau: 200, endClock: null },
    tunerEpoch: 1,
    ...changes,
  });

const operator = (kvs: KeyValueStore, verb: 'pause' | 'resume' | 'close', from?: number) =>
  changeDoors(kvs, { eventId: EVENT_ID, verb, from, now: NOW, leadSeconds: 10 });

/** What buyers read, by seconds after `NOW`. */
const readBetween = async (kvs: KeyValueStore, seconds: readonly number[]) => {
  const sale = await saleOf(kvs);
  return seconds.map((second) => phaseAt(sale, NOW + second));
};

const plannedIn = async (kvs: KeyValueStore) =>
  (await saleOf(kvs)).schedule.map(([from, tau]) => [from - OPENS_AT, tau]);

describe('a turn of the tuner', () => {
  test('changes τ and what buyers are told to expect', async () => {
    const kvs = await openedStore();
    const forecast = { tau: 220, endClock: 3 };
    expect(await turn(kvs, { forecast, tunerEpoch: 4 })).toMatchObject({ kind: 'published' });
    expect(await saleOf(kvs)).toMatchObject({ forecast, tunerEpoch: 4, phase: 'open' });
    expect(await plannedIn(kvs)).toEqual([
      [0, 300],
      [110, 200],
    ]);
  });

  test('leaves a pause and its end, planned for later, where they are', async () => {
    const kvs = await openedStore();
    await operator(kvs, 'pause', OPENS_AT + 1_000);
    await operator(kvs, 'resume', OPENS_AT + 2_000);
    await turn(kvs);
    expect(await plannedIn(kvs)).toEqual([
      [0, 300],
      [110, 200],
      [1_000, 0],
      [2_000, 300],
    ]);
    const readings = (await saleOf(kvs)).schedule.map(([, , reading]) => reading);
    expect(readings[3]).toBeCloseTo(110 / 300 + 890 / 200, 12);
  });

  test.each(['pause', 'close'] as const)('lets nobody in after a %s', async (verb) => {
    const kvs = await openedStore();
    await operator(kvs, verb);
    expect(await turn(kvs)).toMatchObject({ kind: 'doorsShut' });
    expect(await plannedIn(kvs)).toEqual([
      [0, 300],
      [110, 0],
    ]);
  });

  test('lets nobody in before operators have opened', async () => {
    const kvs = await storeWithSale();
    expect(await turn(kvs)).toMatchObject({ kind: 'doorsShut', state: 'notOpened' });
    expect((await saleOf(kvs)).schedule).toEqual([[OPENS_AT, 0, 0]]);
  });

  test('may shut the doors itself while every seat is held, and open them again', async () => {
    const kvs = await openedStore();
    await turn(kvs, { entry: { tau: 0, from: NOW + 10 }, phase: 'allHeld' });
    const reopened = { entry: { tau: 200, from: NOW + 40 }, nowSeconds: NOW + 30 };
    expect(await turn(kvs, reopened)).toMatchObject({ kind: 'published' });
    expect(await readBetween(kvs, [9, 10, 39, 40])).toEqual(['open', 'allHeld', 'allHeld', 'open']);
  });

  test('that changes no τ still tells what became of the seats', async () => {
    const kvs = await openedStore();
    await turn(kvs, { entry: { tau: 0, from: NOW + 10 }, phase: 'allHeld' });
    await turn(kvs, { entry: null, phase: 'soldOut', nowSeconds: NOW + 20 });
    expect(await saleOf(kvs)).toMatchObject({ forecast: null });
    expect(await readBetween(kvs, [30])).toEqual(['soldOut']);
  });

  test('promises nobody a wait while operators keep the doors shut', async () => {
    const kvs = await openedStore();
    await operator(kvs, 'pause');
    await turn(kvs, { entry: { tau: 100, from: NOW + 30 }, nowSeconds: NOW + 20 });
    expect(await saleOf(kvs)).toMatchObject({ phase: 'paused', forecast: null, tunerEpoch: 1 });
  });

  test('that changes nothing writes nothing', async () => {
    const kvs = await openedStore();
    await turn(kvs);
    const etag = await kvs.etag();
    await turn(kvs, { entry: null });
    expect(await kvs.etag()).toBe(etag);
  });

  test('is refused once another tuner has taken over', async () => {
    const kvs = await openedStore();
    await turn(kvs, { tunerEpoch: 5 });
    const late = turn(kvs, { tunerEpoch: 4, entry: { tau: 100, from: NOW + 20 } });
    await expect(late).rejects.toMatchObject({ code: 'TUNER_SUPERSEDED' });
    expect(await plannedIn(kvs)).toHaveLength(2);
  });

  test('sooner than every edge can know is refused', async () => {
    const kvs = await openedStore();
    await expect(turn(kvs, { entry: { tau: 200, from: NOW + 9 } })).rejects.toMatchObject({
      code: 'BAD_SCHEDULE_ENTRY',
    });
  });
});
