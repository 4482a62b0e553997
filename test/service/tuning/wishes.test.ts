import { expect, test } from 'vitest';
import { tunerKey } from '../../../src/service/sale/index.ts';
import { readTunerStatus, setFrozen, setTarget } from '../../../src/service/tuning/index.ts';
import { EVENT_ID, storeWithSale } from '../sale/support.ts';

test('the target is changed live, and what it was is told', async () => {
  const kvs = await storeWithSale();
  expect(await setTarget(kvs, EVENT_ID, 200)).toEqual({ before: null, after: 200 });
  expect(await setTarget(kvs, EVENT_ID, 150)).toEqual({ before: 200, after: 150 });
  expect(await readTunerStatus(kvs, EVENT_ID)).toMatchObject({ target: 150, frozen: false, holder: '' });
});

test('a wish that changes nothing writes nothing', async () => {
  const kvs = await storeWithSale();
  await setTarget(kvs, EVENT_ID, 200);
  const etag = await kvs.etag();
  await setTarget(kvs, EVENT_ID, 200);
  await setFrozen(kvs, EVENT_ID, false);
  expect(await kvs.etag()).toBe(etag);
});

test('two wishes at the same time are both kept', async () => {
  const kvs = await storeWithSale();
  await setTarget(kvs, EVENT_ID, 200);
  await Promise.all([setTarget(kvs, EVENT_ID, 300), setFrozen(kvs, EVENT_ID, true)]);
  expect(await readTunerStatus(kvs, EVENT_ID)).toMatchObject({ target: 300, frozen: true });
});

test('a target that is no number of people is refused', async () => {
  const kvs = await storeWithSale();
  for (const target of [0, -5, 1.5, Number.NaN, 1e9])
    await expect(setTarget(kvs, EVENT_ID, target)).rejects.toMatchObject({ code: 'BAD_TARGET' });
});

test('what is not there cannot be frozen, and a damaged record is not written over', async () => {
  const kvs = await storeWithSale();
  await expect(setFrozen(kvs, EVENT_ID, true)).rejects.toMatchObject({ code: 'TUNER_UNKNOWN' });
  await expect(setTarget(kvs, 'nothing', 5)).rejects.toMatchObject({ code: 'SALE_UNKNOWN' });
  await kvs.update({ puts: { [tunerKey(EVENT_ID)]: '{"v":1}' }, ifMatch: await kvs.etag() });
  await expect(setTarget(kvs, EVENT_ID, 5)).rejects.toMatchObject({ code: 'TUNER_UNREADABLE' });
});
