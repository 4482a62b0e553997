import { describe, expect, test } from 'vitest';
import { readTunerStatus } from '../../../src/service/tuning/index.ts';
import { EVENT_ID, saleOf, storeWithSale } from '../sale/support.ts';
import { openPlant } from './plant.ts';

describe('an event has one tuner', () => {
  test('a second one is refused, naming the first', async () => {
    const plant = await openPlant();
    await plant.tuner();
    const second = plant.tuner({ holder: 'two:2' });
    await expect(second).rejects.toMatchObject({ code: 'TUNER_BUSY' });
    await expect(second).rejects.toThrow(/^one:1 tunes gala already, until 08:10:30 UTC/);
  });

  test('of many that start at once, one steers', async () => {
    const plant = await openPlant();
    const names = Array.from({ length: 8 }, (_, i) => `host:${i}`);
    const all = await Promise.allSettled(names.map((holder) => plant.tuner({ holder })));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('another takes over when the lease was given back, has run out, or its holder is known to be gone', async () => {
    const released = await openPlant();
    await (await released.tuner()).release();
    expect((await released.tuner({ holder: 'two:2' })).status).toMatchObject({ holder: 'two:2', epoch: 2 });

    const silent = await openPlant();
    await silent.tuner();
    silent.pass(29);
    await expect(silent.tuner({ holder: 'two:2' })).rejects.toMatchObject({ code: 'TUNER_BUSY' });
    silent.pass(1);
    expect((await silent.tuner({ holder: 'two:2' })).status.epoch).toBe(2);

    const killed = await openPlant();
    await killed.tuner();
    const isGone = (holder: string) => holder === 'one:1';
    expect((await killed.tuner({ holder: 'two:2', isGone })).status.epoch).toBe(2);
  });

  test('every turn keeps the lease', async () => {
    const plant = await openPlant();
    const tuner = await plant.tuner();
    for (let turn = 0; turn < 6; turn++) {
      plant.pass(10);
      await tuner.takeTurn();
    }
    await expect(plant.tuner({ holder: 'two:2' })).rejects.toMatchObject({ code: 'TUNER_BUSY' });
  });

  test('one that slept and was replaced cannot publish, whatever it believes', async () => {
    const plant = await openPlant();
    const sleeper = await plant.tuner();
    plant.pass(40);
    const next = await plant.tuner({ holder: 'two:2' });
    expect((await saleOf(plant.kvs)).tunerEpoch).toBe(next.status.epoch);
    const before = await saleOf(plant.kvs);
    await expect(sleeper.takeTurn()).rejects.toMatchObject({ code: 'TUNER_SUPERSEDED' });
    expect(await saleOf(plant.kvs)).toEqual(before);
    await sleeper.release();
    expect(await readTunerStatus(plant.kvs, EVENT_ID)).toMatchObject({ holder: 'two:2' });
    expect((await readTunerStatus(plant.kvs, EVENT_ID))?.leaseUntil).toBeGreaterThan(plant.now());
  });

  test('without a target nothing is steered', async () => {
    const plant = await openPlant();
    await expect(plant.tuner({ target: undefined })).rejects.toMatchObject({ code: 'TARGET_NEEDED' });
    expect(await readTunerStatus(plant.kvs, EVENT_ID)).toBeNull();
    expect((await saleOf(await storeWithSale())).tunerEpoch).toBe(0);
  });
});
