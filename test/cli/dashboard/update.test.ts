import { describe, expect, test } from 'vitest';
import {
  type DashboardState,
  type Effect,
  initialState,
  type Key,
  type Message,
  salesPace,
  seriesOf,
  update,
} from '../../../src/cli/dashboard/model/index.ts';
import type { OperationsSnapshot } from '../../../src/service/operations/index.ts';
import { NOW_MS, snapshot } from './sale-in-full-swing.ts';

const first = initialState(snapshot, 'stream', NOW_MS);

/** Keys as a person types them: characters, or names in angle brackets. */
function typed(state: DashboardState, keys: string): { state: DashboardState; effects: Effect[] } {
  const effects: Effect[] = [];
  let current = state;
  for (const [word, name] of keys.matchAll(/<(\w+)>|./g)) {
    const key = (name === undefined ? { char: word } : { name }) as Key;
    const step = update(current, { type: 'key', key }, current.nowMs);
    current = step.state;
    effects.push(...step.effects);
  }
  return { state: current, effects };
}

function told(state: DashboardState, message: Message, afterMs = 1_000): DashboardState {
  return update(state, message, state.nowMs + afterMs).state;
}

function seen(change: Partial<OperationsSnapshot>, state = first): DashboardState {
  const next = { ...snapshot, atMs: state.snapshot.atMs + 1_000, ...change };
  return told(state, { type: 'snapshot', snapshot: next, way: 'stream' });
}

function withDoors(doors: NonNullable<OperationsSnapshot['sale']>['doors']): DashboardState {
  return snapshot.sale === null ? first : seen({ sale: { ...snapshot.sale, doors } });
}

const lost: Message = { type: 'lost', why: 'connection refused', retryAtMs: NOW_MS + 5_000 };

describe('leaving', () => {
  test('takes one key from every screen, and ^C from everywhere, questions included', () => {
    for (const way of ['', 's', 's<enter>', '?'])
      expect(typed(first, `${way}q`).effects).toEqual([{ type: 'quit' }]);
    for (const way of ['', 'p', 't15', 't15<enter>', '?'])
      expect(typed(first, `${way}<interrupt>`).effects.at(-1)).toEqual({ type: 'quit' });
  });
});

describe('pausing', () => {
  test('asks first: nothing happens without a yes', () => {
    expect(typed(first, 'p').effects).toEqual([]);
    expect(typed(first, 'pn').effects).toEqual([]);
    expect(typed(first, 'p<escape>').state.dialog).toBeNull();
    expect(typed(first, 'py').effects).toEqual([{ type: 'doors', verb: 'pause' }]);
  });

  test('offers to resume what is paused, or is about to be', () => {
    const paused = withDoors({ state: 'paused', since: 1, planned: [] });
    expect(typed(paused, 'py').effects).toEqual([{ type: 'doors', verb: 'resume' }]);
    const pausing = withDoors({ state: 'open', since: 1, planned: [{ from: 2, verb: 'pause' }] });
    expect(typed(pausing, 'py').effects).toEqual([{ type: 'doors', verb: 'resume' }]);
  });

  test('says what to do where it makes no sense', () => {
    const closed = typed(withDoors({ state: 'closed', since: 1, planned: [] }), 'py');
    expect(closed.effects).toEqual([]);
    expect(closed.state.notice?.text).toContain('tix sale open');
    expect(typed(seen({ sale: null }), 'p').state.notice?.text).toContain('tix sale create');
  });
});

describe('changing the target', () => {
  test('forecasts every number that is typed, and changes it only after a yes', () => {
    const { state, effects } = typed(first, 't15');
    expect(effects).toEqual([
      { type: 'forecast', target: 1 },
      { type: 'forecast', target: 15 },
    ]);
    expect(typed(state, 'y').effects).toEqual([]);
    expect(typed(state, '<enter>').effects).toEqual([]);
    expect(typed(state, '<enter>y').effects).toEqual([{ type: 'target', target: 15 }]);
    expect(typed(state, '<enter>ny').effects).toEqual([]);
    expect(typed(state, '<enter><escape>').state.dialog).toBeNull();
  });

  test('shows the forecast of the number that stands there, never that of an earlier one', () => {
    const { state } = typed(first, 't15');
    const lines = [{ what: 'sold out', today: 'in 9 min', proposed: 'in 12 min' }];
    const late = told(state, { type: 'forecast', target: 1, lines });
    expect(late.dialog).toMatchObject({ forecast: { state: 'asked', target: 15 } });
    const known = told(state, { type: 'forecast', target: 15, lines });
    expect(known.dialog).toMatchObject({ forecast: { state: 'known', target: 15, lines } });
    const failed = told(state, { type: 'forecastFailed', target: 15, why: 'too little is known' });
    expect(failed.dialog).toMatchObject({ forecast: { state: 'failed', why: 'too little is known' } });
  });

  test('takes digits only, none in front that means nothing, and lets them be taken back', () => {
    expect(typed(first, 't0a7-<backspace>12').state.dialog).toMatchObject({ digits: '12' });
    expect(typed(first, 't123456789').state.dialog).toMatchObject({ digits: '1234567' });
    expect(typed(first, 't<enter>').state.dialog).toMatchObject({ isConfirming: false });
  });
});

describe('freezing the tuner', () => {
  test('takes one key, and the same key thaws it', () => {
    expect(typed(first, 'f').effects).toEqual([{ type: 'freeze', frozen: true }]);
    const frozen = seen({ tuner: snapshot.tuner && { ...snapshot.tuner, frozen: true } });
    expect(typed(frozen, 'f').effects).toEqual([{ type: 'freeze', frozen: false }]);
  });

  test('says so when there is no tuner', () => {
    const { state, effects } = typed(seen({ tuner: null }), 'f');
    expect(effects).toEqual([]);
    expect(state.notice?.text).toContain('no tuner');
  });
});

describe('looking closer', () => {
  const chosen = (keys: string) => typed(first, keys).state.screen;

  test('moves from section to section, stops at the ends, and comes back', () => {
    expect(chosen('s<down><down><up>')).toMatchObject({ name: 'sections', sectionId: 'A2' });
    expect(chosen('s<up>')).toMatchObject({ sectionId: 'A1' });
    expect(chosen('s<end><down>')).toMatchObject({ sectionId: 'A108' });
    expect(chosen('s<pageDown>')).toMatchObject({ sectionId: 'A11' });
    expect(chosen('s<down><enter>')).toMatchObject({ name: 'section', sectionId: 'A2' });
    expect(chosen('s<enter><right>')).toMatchObject({ name: 'section', sectionId: 'A2' });
    expect(chosen('s<enter><escape>')).toMatchObject({ name: 'sections' });
    expect(chosen('s<enter><escape><escape>')).toEqual({ name: 'overview' });
  });

  test('stays on the section when the order changes', () => {
    const state = typed(first, 's<end>o').state;
    expect(state.screen).toMatchObject({ sectionId: 'A108', order: 'taken' });
    expect(typed(state, '<home>').state.screen).toMatchObject({ sectionId: 'A1' });
  });
});

describe('a lost connection', () => {
  test('keeps the last numbers, and since when it is lost however often a try fails', () => {
    const before = told(first, lost);
    const later = told(before, { ...lost, why: 'no answer' }, 4_000);
    expect(later.connection).toMatchObject({ state: 'lost', sinceMs: NOW_MS + 1_000, why: 'no answer' });
    expect(later.snapshot).toBe(snapshot);
  });

  test('lets nothing be changed, and is over with the next snapshot', () => {
    const gone = told(first, lost);
    for (const key of ['py', 't5<enter>y', 'f']) expect(typed(gone, key).effects.length).toBe(0);
    expect(typed(gone, 'f').state.notice?.text).toContain('no connection');
    expect(seen({}, gone).connection).toEqual({ state: 'live', way: 'stream' });
  });
});

test('what was done, or why not, is told for a while and then makes room for the keys', () => {
  const done = told(first, { type: 'acted', told: 'the tuner is frozen' });
  expect(done.notice).toMatchObject({ tone: 'good', text: 'the tuner is frozen' });
  expect(told(done, { type: 'tick' }).notice).not.toBeNull();
  expect(told(done, { type: 'tick' }, 6_000).notice).toBeNull();
  expect(told(first, { type: 'refused', why: 'a viewer may not' }).notice?.tone).toBe('bad');
});

describe('the history', () => {
  const live = (values: readonly number[]) =>
    values.reduce((state, each) => seen({ sessions: { ...snapshot.sessions, live: each } }, state), first);

  test('is shown in columns of equal time that end with the newest', () => {
    const { history } = live(Array.from({ length: 119 }, (_, i) => i));
    const { spanMs, values } = seriesOf(history, 60, (sample) => sample.live);
    expect(spanMs).toBe(120_000);
    expect(values.slice(-3)).toEqual([114.5, 116.5, 118]);
  });

  test('widens the time it shows only when it has outgrown it', () => {
    const { history } = live(Array(125).fill(7));
    expect(seriesOf(history, 60, (sample) => sample.live).spanMs).toBe(600_000);
  });

  test('forgets what is older than an hour', () => {
    const { history } = seen({ atMs: NOW_MS + 3_700_000 });
    expect(history).toHaveLength(1);
  });

  test('goes on when the server’s clock is set back', () => {
    const { history } = seen({ atMs: NOW_MS - 30_000 }, live([1, 2, 3]));
    expect(history.map(({ atMs }) => atMs)).toEqual([NOW_MS - 30_000]);
  });

  test('tells at what pace a section sells', () => {
    const sold = (extra: number, seconds: number) => ({
      atMs: NOW_MS + seconds * 1_000,
      seats: {
        ...snapshot.seats,
        sections: snapshot.seats.sections.map((each) => ({ ...each, sold: each.sold + extra })),
      },
    });
    expect(salesPace(seen(sold(1, 3)).history, 'A50')).toBeNull();
    expect(salesPace(seen(sold(30, 60)).history, 'A50')).toBe(30);
  });
});
