import { describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../../../src/service/adapters/journal-memory/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import { createChainWriter } from '../../../src/service/evidence/index.ts';
import { createEvidenceJob } from '../../../src/service/lambda/jobs/index.ts';
import { changeDoors, commitDraw, readChainHead } from '../../../src/service/sale/index.ts';
import { EVENT_ID, newSale, OPENS_AT, someEvent } from '../sale/support.ts';
import { lambdaContext, recordingTelemetry } from './events.ts';

async function open({ breaks = () => false }: { breaks?: (eventId: string) => boolean } = {}) {
  const kvs = memoryKeyValueStore();
  await commitDraw(kvs, nodeHashing, systemRandom, newSale({ now: OPENS_AT - 7_200 }), {});
  let nowMs = (OPENS_AT - 3_600) * 1000;
  let reads = 0;
  const clock = { nowMs: () => nowMs };
  const journal = createMemoryJournal();
  const { telemetry, lines } = recordingTelemetry();
  const counted = {
    ...kvs,
    get(key: string) {
      reads += 1;
      return kvs.get(key);
    },
  };
  const chain = createChainWriter({
    journal,
    kvs,
    hashing: nodeHashing,
    clock,
    log: telemetry.log,
    everySeconds: 45,
  });
  const job = createEvidenceJob({
    store: { listEvents: async () => [someEvent({ eventId: 'broken' }), someEvent()] },
    kvs: { ...counted, get: (key) => (breaks(key) ? Promise.reject(new Error('away')) : counted.get(key)) },
    writer: chain,
    clock,
    telemetry,
  });
  const head = async () => (await readChainHead(kvs, EVENT_ID))?.n;
  return {
    kvs,
    lines,
    head,
    reads: () => reads,
    at(second: number) {
      nowMs = second * 1000;
    },
    run: () => job({}, lambdaContext()),
    come: (name: string) =>
      journal.record(EVENT_ID, [
        {
          kind: 'admitted',
          id: name,
          sub: name,
          iat: OPENS_AT,
          c0: 0,
          slotStart: OPENS_AT,
          atMs: nowMs - 10_000,
          outcome: 'session',
        },
      ]),
  };
}

describe('the chain of evidence on AWS', () => {
  test('gets a link a minute while people come, though the minutes are not exact', async () => {
    const sale = await open();
    const heads: (number | undefined)[] = [];
    for (const second of [0, 63, 118, 180]) {
      sale.at(OPENS_AT + second);
      await sale.come(`person-${second}`);
      await sale.run();
      heads.push(await sale.head());
    }
    expect(heads).toEqual([0, 1, 2, 3]);
  });

  test('leaves events alone that open on another day, or opened long ago', async () => {
    const sale = await open();
    for (const second of [OPENS_AT - 90_000, OPENS_AT + 31 * 86_400]) {
      sale.at(second);
      await sale.run();
    }
    expect(sale.reads()).toBe(0);
    expect(await sale.head()).toBeUndefined();
  });

  test('goes on for a while after the doors were closed, so that the last evidence is in it, and ends then', async () => {
    const sale = await open();
    const now = OPENS_AT - 3_600;
    await changeDoors(sale.kvs, { eventId: EVENT_ID, verb: 'open', now, tau: 300, leadSeconds: 15 });
    await changeDoors(sale.kvs, {
      eventId: EVENT_ID,
      verb: 'close',
      now: OPENS_AT + 600,
      from: OPENS_AT + 660,
      leadSeconds: 15,
    });
    sale.at(OPENS_AT + 700);
    await sale.come('the last one');
    await sale.run();
    expect(await sale.head()).toBe(0);
    sale.at(OPENS_AT + 660 + 1_800);
    await sale.come('nobody any more');
    await sale.run();
    expect(await sale.head()).toBe(0);
    const reads = sale.reads();
    sale.at(OPENS_AT + 660 + 1_860);
    await sale.run();
    expect(sale.reads()).toBe(reads);
    sale.at(OPENS_AT + 660 + 2_200);
    await sale.run();
    expect(sale.reads()).toBeGreaterThan(reads);
  });

  test('of one sale that cannot be made costs no other its own, and fails the run so that somebody is called', async () => {
    const sale = await open({ breaks: (key) => key.includes('broken') });
    sale.at(OPENS_AT);
    await expect(sale.run()).rejects.toThrow('away');
    expect(await sale.head()).toBe(0);
    expect(sale.lines).toContainEqual(
      expect.objectContaining({ msg: 'evidence could not be chained', eventId: 'broken' }),
    );
  });
});
