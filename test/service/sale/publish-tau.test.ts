import { describe, expect, test } from 'vitest';
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
    tau: 200,
    from: NOW + 10,
    nowSeconds: NOW,
    leadSeconds: 10,
    ...changes,
  });

const operator = (kvs: KeyValueStore, verb: 'pause' | 'resume' | 'close', from?: number) =>
  changeDoors(kvs, { eventId: EVENT_ID, verb, from, now: NOW, leadSeconds: 10 });

const plannedIn = async (kvs: KeyValueStore) =>
  (await saleOf(kvs)).schedule.map(([from, tau]) => [from - OPENS_AT, tau]);

describe('a turn of the tuner', () => {
  test('changes τ and what buyers are told to expect', async () => {
    const kvs = await openedStore();
    const forecast = { tau: 220, endClock: 3 };
    expect(await turn(kvs, { forecast, phase: 'open', tunerEpoch: 4 })).toMatchObject({ kind: 'published' });
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
    expect(await turn(await storeWithSale())).toEqual({ kind: 'doorsShut', state: 'notOpened' });
  });

  test('may shut the doors itself while every seat is held, and open them again', async () => {
    const kvs = await openedStore();
    await turn(kvs, { tau: 0, phase: 'allHeld' });
    expect(await saleOf(kvs)).toMatchObject({ phase: 'allHeld', forecast: null });
    const reopened = { from: NOW + 40, nowSeconds: NOW + 30, phase: 'open' as const };
    expect(await turn(kvs, reopened)).toMatchObject({ kind: 'published' });
  });

  test('is refused once another tuner has taken over', async () => {
    const kvs = await openedStore();
    await turn(kvs, { tunerEpoch: 5 });
    const late = turn(kvs, { tunerEpoch: 4, from: NOW + 20 });
    await expect(late).rejects.toMatchObject({ code: 'TUNER_SUPERSEDED' });
    expect(await plannedIn(kvs)).toHaveLength(2);
  });

  test('sooner than every edge can know is refused', async () => {
    const kvs = await openedStore();
    await expect(turn(kvs, { from: NOW + 9 })).rejects.toMatchObject({ code: 'BAD_SCHEDULE_ENTRY' });
  });
});
