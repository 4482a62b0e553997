import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { linkHash } from '../../../src/core/proof/index.ts';
import { createMemoryJournal } from '../../../src/service/adapters/journal-memory/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import {
  type ChainedPiece,
  chainedEvidence,
  createChainWriter,
} from '../../../src/service/evidence/index.ts';
import type { AdmittedEntry, SaleJournal } from '../../../src/service/ports/index.ts';
import { commitDraw, readChainHead } from '../../../src/service/sale/index.ts';
import { EVENT_ID, newSale, OPENS_AT } from '../sale/support.ts';

async function openSale() {
  const kvs = memoryKeyValueStore();
  const now = OPENS_AT - 7_200;
  await commitDraw(kvs, nodeHashing, systemRandom, newSale({ now }), {});
  let nowMs = now * 1000;
  const journal = createMemoryJournal();
  const clock = { nowMs: () => nowMs };
  const writerOver = (own: SaleJournal) =>
    createChainWriter({ journal: own, kvs, hashing: nodeHashing, clock, log: pino({ level: 'silent' }) });
  const admit = (person: number): AdmittedEntry => ({
    kind: 'admitted',
    id: `token-${person}`,
    sub: `person-${person}`,
    iat: OPENS_AT,
    c0: 0,
    slotStart: OPENS_AT,
    atMs: nowMs,
    outcome: 'session',
  });
  const commitment = async () => (await readChainHead(kvs, EVENT_ID))?.commitment ?? '';
  return {
    kvs,
    journal,
    writer: writerOver(journal),
    writerOver,
    commitment,
    admit: (from: number, to: number) =>
      journal.record(
        EVENT_ID,
        Array.from({ length: to - from }, (_, i) => admit(from + i)),
      ),
    pass(seconds: number) {
      nowMs += seconds * 1000;
    },
    async chained(): Promise<ChainedPiece[]> {
      const pieces: ChainedPiece[] = [];
      for await (const piece of chainedEvidence(journal, EVENT_ID, await commitment())) pieces.push(piece);
      return pieces;
    },
  };
}

const linksOf = (pieces: readonly ChainedPiece[]) => pieces.filter((piece) => piece.kind === 'link');
const shapeOf = (pieces: readonly ChainedPiece[]) =>
  pieces.map((piece) => (piece.kind === 'link' ? `link ${piece.link.n}` : piece.id)).join(' ');

describe('the chain of evidence', () => {
  test('begins before the sale, and goes on once a minute while there is evidence', async () => {
    const sale = await openSale();
    expect(await sale.writer.runOnce(EVENT_ID)).toBe(1);
    await sale.admit(0, 2);
    sale.pass(30);
    expect(await sale.writer.runOnce(EVENT_ID)).toBe(0);
    sale.pass(30);
    expect(await sale.writer.runOnce(EVENT_ID)).toBe(1);
    sale.pass(500);
    expect(await sale.writer.runOnce(EVENT_ID)).toBe(0);
    sale.pass(100);
    expect(await sale.writer.runOnce(EVENT_ID)).toBe(1);
    expect(shapeOf(await sale.chained())).toBe('link 0 token-0 token-1 link 1 link 2');
  });

  test('ties every link to the one before it, and publishes the newest', async () => {
    const sale = await openSale();
    for (let minute = 0; minute < 4; minute++) {
      await sale.writer.runOnce(EVENT_ID);
      await sale.admit(minute * 3, minute * 3 + 3);
      sale.pass(60);
    }
    const links = linksOf(await sale.chained());
    expect(links.map(({ link }) => link.n)).toEqual([0, 1, 2, 3]);
    for (const [i, { link, hash }] of links.entries()) {
      expect(linkHash(nodeHashing, link)).toBe(hash);
      if (i > 0) expect(link.prev).toBe(links[i - 1]?.hash);
    }
    expect(await readChainHead(sale.kvs, EVENT_ID)).toMatchObject({ n: 3, hash: links[3]?.hash });
  });

  test('leaves what is only just recorded to the next link, and at the end takes all', async () => {
    const sale = await openSale();
    await sale.writer.runOnce(EVENT_ID);
    sale.pass(58);
    await sale.admit(0, 2);
    sale.pass(3);
    await sale.admit(2, 3);
    expect(await sale.writer.runOnce(EVENT_ID)).toBe(0);
    sale.pass(3);
    await sale.writer.runOnce(EVENT_ID);
    await sale.writer.runOnce(EVENT_ID, { isLast: true });
    expect(shapeOf(await sale.chained())).toBe('link 0 token-0 token-1 link 1 token-2 link 2');
    expect(await sale.writer.runOnce(EVENT_ID, { isLast: true })).toBe(0);
  });

  test('is one chain, whoever writes it: who is slower goes on from the link that is there', async () => {
    const sale = await openSale();
    const other = sale.writerOver(sale.journal);
    for (let minute = 0; minute < 5; minute++) {
      await Promise.all([sale.writer.runOnce(EVENT_ID), other.runOnce(EVENT_ID)]);
      await sale.admit(minute * 2, minute * 2 + 2);
      sale.pass(61);
    }
    const links = linksOf(await sale.chained());
    expect(links.map(({ link }) => link.n)).toEqual([0, 1, 2, 3, 4]);
    expect(links.reduce((sum, { link }) => sum + link.admitted.count, 0)).toBe(8);
  });

  test('goes on where a writer was killed between writing a link down and publishing it', async () => {
    const sale = await openSale();
    await sale.writer.runOnce(EVENT_ID);
    await sale.admit(0, 3);
    sale.pass(60);
    const killed = sale.writerOver({
      ...sale.journal,
      async record(eventId, entries) {
        await sale.journal.record(eventId, entries);
        throw new Error('killed');
      },
    });
    await expect(killed.runOnce(EVENT_ID)).rejects.toThrow('killed');
    await sale.admit(3, 5);
    sale.pass(60);
    await sale.writer.runOnce(EVENT_ID);
    expect(shapeOf(await sale.chained())).toBe(
      'link 0 token-0 token-1 token-2 link 1 token-3 token-4 link 2',
    );
  });

  test('makes one link a turn where it takes a while until a link can be read', async () => {
    const sale = await openSale();
    const hidden = sale.writerOver({
      ...sale.journal,
      async read(eventId, cursor, limit) {
        const page = await sale.journal.read(eventId, cursor, limit);
        return { ...page, entries: page.entries.filter(({ kind }) => kind !== 'chained') };
      },
    });
    await sale.admit(0, 2);
    sale.pass(60);
    expect(await hidden.runOnce(EVENT_ID)).toBe(1);
    expect(linksOf(await sale.chained())).toHaveLength(0);
    await sale.writer.runOnce(EVENT_ID);
    expect(shapeOf(await sale.chained())).toBe('token-0 token-1 link 0');
  });

  test('begins anew under other rules, over all the evidence', async () => {
    const sale = await openSale();
    await sale.writer.runOnce(EVENT_ID);
    await sale.admit(0, 1);
    const before = await sale.commitment();
    const wanted = newSale({ now: OPENS_AT - 7_100 });
    await commitDraw(sale.kvs, nodeHashing, systemRandom, wanted, { opensAt: OPENS_AT + 3_600 });
    sale.pass(60);
    await sale.writer.runOnce(EVENT_ID);
    expect(await sale.commitment()).not.toBe(before);
    expect(shapeOf(await sale.chained())).toBe('token-0 link 0');
  });
});
