import { expect, test } from 'vitest';
import { checkHistory } from '../../../src/core/history/index.ts';
import {
  gaveBack,
  held,
  historyOf,
  refused,
  SEAT,
  START_MS,
  sessionItem,
  stored,
  type Told,
  verdictOn,
} from './told.ts';

test('one seat that everybody wants, with a hundred requests at once, is put in order in about one try for each', async () => {
  const told: Told[] = [];
  const sessions = Array.from({ length: 50 }, (_, i) => `s${i}`);
  for (let turn = 0; turn < 2_000; turn++) {
    const at = turn / 50;
    const owner = sessions[turn % 50] as string;
    told.push(held(owner, at, at + 0.02), gaveBack(owner, at + 0.019, at + 0.03));
    // A hundred refusals overlap ten owners each.
    for (let i = 1; i <= 5; i++) told.push(refused(sessions[(turn + i) % 50] as string, at, at + 0.2));
  }
  const items = stored(
    {},
    sessions.map((session) => sessionItem(session)),
  );
  const startedMs = performance.now();
  const report = await verdictOn(told, items);
  expect(report.contradictions).toEqual([]);
  expect(report.undecided).toEqual([]);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test('a history that is too tangled to decide is called undecided, not right and not wrong', async () => {
  // Twenty-four holds and releases that may have happened in any order, of which the last must be the first one's.
  const sessions = Array.from({ length: 24 }, (_, i) => `s${i}`);
  const told = sessions.flatMap((session) => [held(session, 1, 50), gaveBack(session, 1, 50)]);
  const items = stored(
    { availability: 'locked', sessionId: 's0', expiresAtMs: START_MS },
    sessions.map((session) => sessionItem(session)),
  );
  const report = await checkHistory(historyOf(told), items, { nowMs: START_MS + 60_000, clockErrorMs: 0 });
  expect(report).toMatchObject({ ok: true, undecided: [SEAT] });
});
