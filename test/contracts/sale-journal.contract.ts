import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  AdmittedEntry,
  JournalEntry,
  MintedEntry,
  SaleJournal,
  ScheduleSeenEntry,
} from '../../src/service/ports/index.ts';

export interface SaleJournalSetup {
  readonly journal: SaleJournal;
  /** A second handle on the same journal, as another process would have one. */
  other(): SaleJournal;
  /** Lets the time pass that an entry takes to be read. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const minted = (person: number, change: Partial<MintedEntry> = {}): MintedEntry => ({
  kind: 'minted',
  id: `token-${person}`,
  sub: `person-${person}`,
  iat: 1_800_000_000 + person,
  c0: 0.25,
  atMs: 1_800_000_000_123 + person,
  sample: 'arrivals',
  ...change,
});

const admitted = (person: number, change: Partial<AdmittedEntry> = {}): AdmittedEntry => ({
  kind: 'admitted',
  id: `token-${person}`,
  sub: `person-${person}`,
  iat: 1_800_000_000,
  c0: 0,
  slotStart: 1_800_000_060,
  atMs: 1_800_000_061_000,
  outcome: 'session',
  ...change,
});

const schedule: ScheduleSeenEntry = {
  kind: 'schedule',
  id: 'first',
  atMs: 1_800_000_000_000,
  phase: 'open',
  schedule: [[1_800_000_000, 600, 0]],
};

/** What every journal of a sale promises. */
export function describeSaleJournal(name: string, open: () => Promise<SaleJournalSetup>): void {
  describe(`sale journal: ${name}`, () => {
    let setup: SaleJournalSetup;
    beforeEach(async () => {
      setup = await open();
    });
    afterEach(() => setup.close());

    const readAll = async (eventId = 'gala') => {
      await setup.settle();
      const { entries } = await setup.journal.read(eventId, null, 1_000);
      return entries;
    };
    const byId = (entries: readonly JournalEntry[]) => entries.map((entry) => JSON.stringify(entry)).sort();

    test('what was recorded is read, whole', async () => {
      const entries = [minted(1), admitted(1), schedule];
      await setup.journal.record('gala', entries);
      expect(byId(await readAll())).toEqual(byId(entries));
    });

    test('a journal that nobody wrote to is empty, and says where to go on', async () => {
      expect(await setup.journal.read('gala', null, 10)).toEqual({ entries: [], cursor: null });
      expect(await readAll()).toEqual([]);
    });

    test('a person who is counted is counted once, with their first place', async () => {
      await setup.journal.record('gala', [minted(1)]);
      await setup.journal.record('gala', [
        minted(1, { id: 'a later token', iat: 1_800_000_500 }),
        minted(1, { id: 'and another' }),
      ]);
      expect(await readAll()).toEqual([minted(1)]);
    });

    test('places drawn by request are told apart by their token, and from those of people who are counted', async () => {
      const entries = [
        minted(1),
        minted(1, { sample: 'requests' }),
        minted(1, { sample: 'requests', id: 'again' }),
      ];
      await setup.journal.record('gala', entries);
      await setup.journal.record('gala', entries);
      expect(byId(await readAll())).toEqual(byId(entries));
    });

    test('of one place a refusal, a wait in each slot, and the session at last are all told, each once', async () => {
      const pass = { outcome: 'pass' } as const;
      const entries = [
        admitted(1, pass),
        admitted(1, { ...pass, slotStart: 1_800_000_090 }),
        admitted(1),
        admitted(1, { outcome: 'refused' }),
      ];
      for (const entry of [...entries, ...entries]) await setup.journal.record('gala', [entry]);
      expect(byId(await readAll())).toEqual(byId(entries));
    });

    test('events are apart, also when the id of one begins with that of another', async () => {
      await setup.journal.record('gala', [minted(1)]);
      await setup.journal.record('gala-2', [minted(2)]);
      expect([await readAll('gala'), await readAll('gala-2')]).toEqual([[minted(1)], [minted(2)]]);
    });

    test('reading page by page finds everything once, in the order of recording, and then what is new', async () => {
      const people = Array.from({ length: 40 }, (_, person) => minted(person));
      for (const person of people.slice(0, 30)) {
        await setup.journal.record('gala', [person]);
        await setup.settle();
      }
      const found: JournalEntry[] = [];
      let cursor: string | null = null;
      for (let pages = 0; pages < 100; pages++) {
        const page = await setup.journal.read('gala', cursor, 7);
        expect(page.entries.length).toBeLessThanOrEqual(7);
        found.push(...page.entries);
        cursor = page.cursor;
        if (page.entries.length === 0) break;
      }
      expect(found).toEqual(people.slice(0, 30));

      await setup.journal.record('gala', people.slice(30));
      await setup.settle();
      const news = await setup.journal.read('gala', cursor, 100);
      expect(byId(news.entries)).toEqual(byId(people.slice(30)));
      expect(await setup.journal.read('gala', news.cursor, 100)).toEqual({
        entries: [],
        cursor: news.cursor,
      });
    });

    test('a crowd that was recorded at once is read in small pages, whole and without repeats', async () => {
      const people = Array.from({ length: 60 }, (_, person) => minted(person));
      await setup.journal.record('gala', people);
      await setup.settle();
      const found: JournalEntry[] = [];
      for (let cursor: string | null = null, pages = 0; pages < 60; pages++) {
        const page = await setup.journal.read('gala', cursor, 3);
        if (page.entries.length === 0) break;
        found.push(...page.entries);
        cursor = page.cursor;
      }
      expect(byId(found)).toEqual(byId(people));
    });

    test('many writers at once lose nothing and repeat nothing', async () => {
      const people = Array.from({ length: 60 }, (_, person) => minted(person));
      const other = setup.other();
      await Promise.all(
        people.flatMap((person) => [
          setup.journal.record('gala', [person]),
          other.record('gala', [person, schedule]),
        ]),
      );
      expect(byId(await readAll())).toEqual(byId([...people, schedule]));
    });

    test('another process reads what this one recorded', async () => {
      await setup.journal.record('gala', [minted(1)]);
      await setup.settle();
      const other = setup.other();
      expect((await other.read('gala', null, 10)).entries).toEqual([minted(1)]);
      await setup.journal.record('gala', [minted(2)]);
      await setup.settle();
      expect((await other.read('gala', null, 10)).entries).toHaveLength(2);
    });
  });
}
