import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { renderToString } from 'ink';
import { describe, expect, test, vi } from 'vitest';
import {
  type DashboardState,
  initialState,
  type Key,
  type Message,
  update,
} from '../../../src/cli/dashboard/model/index.ts';
import { Dashboard } from '../../../src/cli/dashboard/views/index.ts';
import type { OperationsSnapshot } from '../../../src/service/operations/index.ts';
import { NOW_MS, snapshot } from './sale-in-full-swing.ts';

// Read when ink is loaded: what is painted can be looked at wherever the tests run.
vi.hoisted(() => {
  process.env.FORCE_COLOR = '1';
});

const SMALL = { columns: 80, rows: 24 };
const LARGE = { columns: 200, rows: 60 };

function painted(state: DashboardState, size = SMALL, colour = true): string {
  return renderToString(<Dashboard state={state} size={size} colour={colour} />, { columns: size.columns });
}

/** What a person reads, line by line. */
function screen(state: DashboardState, size = SMALL, colour = true): string {
  return stripVTControlCharacters(painted(state, size, colour)).replace(/ +$/gm, '');
}

function after(state: DashboardState, ...messages: Message[]): DashboardState {
  return messages.reduce((current, message) => update(current, message, current.nowMs).state, state);
}

function typed(state: DashboardState, ...keys: Key[]): DashboardState {
  return after(state, ...keys.map((key) => ({ type: 'key', key }) as const));
}

function showing(change: Partial<OperationsSnapshot>): DashboardState {
  return initialState({ ...snapshot, ...change }, 'stream', NOW_MS);
}

/** Two minutes of filling up to the target and a little over it. */
const running = Array.from({ length: 118 }, (_, i) => i - 117).reduce<DashboardState | undefined>(
  (state, i) => {
    const live = Math.round(2_000 * (1 - Math.exp(-(i + 117) / 20)) + 60 * Math.sin(i / 8));
    const next = { ...snapshot, atMs: NOW_MS + i * 1_000, sessions: { ...snapshot.sessions, live } };
    if (state === undefined) return initialState(next, 'stream', next.atMs);
    return update(state, { type: 'snapshot', snapshot: next, way: 'stream' }, next.atMs).state;
  },
  undefined,
) as DashboardState;

const gone = after(running, { type: 'lost', why: 'connection refused', retryAtMs: NOW_MS + 3_000 });

describe('the overview', () => {
  test('tells the whole sale at 80 × 24', async () => {
    await expect(screen(running)).toMatchFileSnapshot('screens/overview-80x24.txt');
  });

  test('uses the room there is at 200 × 60', async () => {
    await expect(screen(running, LARGE)).toMatchFileSnapshot('screens/overview-200x60.txt');
  });

  test('has every number the operator asked for, at either size', () => {
    for (const size of [SMALL, LARGE]) {
      const text = screen(running, size);
      for (const part of [
        'cup-final',
        '▶ OPEN since 10:00:00',
        'of 2,000 wanted',
        '1,204 choose, 783 pay',
        '6.6/s',
        'τ 412 s · k 2',
        'about 812,000, +120/s',
        '12–25 min, about 1 in 8',
        'sold',
        'in checkout',
        'held',
        'free',
        '1,580 a minute',
        'kept 98.7 %',
        'ghost seats 0.42 %',
        'p50 4.2 ms',
        'p99 31 ms',
        'errors 0.01 %',
        'cached 98.7 %',
        '12 warned',
        '3 locked out',
        'at work: web-1:4242, epoch 7',
        'τ 420 s → 412 s',
        'as many as',
      ])
        expect(text).toContain(part);
    }
  });

  test('says what is not known, and never makes it up', () => {
    const text = screen(
      showing({
        sale: null,
        queue: { arrivedPeople: null, waitingPeople: null, arrivalsPerSecond: null },
        holds: { ok: 0, refused: 0, successRate: null, ghostRate: null, p50Ms: null, p99Ms: null },
        tuner: null,
      }),
    );
    for (const part of [
      'no sale was made for this event',
      'τ –',
      'waiting  –',
      'no forecast',
      'kept –',
      'ghost seats –',
      'p99 –',
      'of at most 2,000',
      'none has run',
    ])
      expect(text).toContain(part);
  });

  test('marks what is beyond its limits with a sign, not with colour alone', () => {
    const text = screen(
      showing({
        sessions: { ...snapshot.sessions, live: 2_150 },
        holds: { ...snapshot.holds, ghostRate: 0.08 },
        http: { ...snapshot.http, errorRate: 0.02 },
        maps: { ...snapshot.maps, ageP99Ms: 20_000 },
        tuner: snapshot.tuner && { ...snapshot.tuner, leaseUntil: NOW_MS / 1_000 - 40 },
      }),
    );
    for (const part of [
      '! 2,150 of 2,000',
      '! ghost seats 8.00 %',
      '! errors 2.00 %',
      '! p99 20 s',
      '! nobody steers',
    ])
      expect(text).toContain(part);
    expect(screen(running)).not.toContain('!');
  });

  test('tells how the doors stand and what comes next', () => {
    const doors = (change: Partial<NonNullable<OperationsSnapshot['sale']>>) =>
      screen(showing({ sale: snapshot.sale && { ...snapshot.sale, ...change } })).split('\n')[0];
    const now = NOW_MS / 1_000;
    const since = now - 60;
    expect(doors({ doors: { state: 'paused', since, planned: [] } })).toContain('|| PAUSED since 10:22:45');
    expect(doors({ doors: { state: 'open', since, planned: [{ from: now + 8, verb: 'pause' }] } })).toContain(
      '▶ OPEN since 10:22:45, pauses in 8 s',
    );
    expect(doors({ doors: { state: 'closed', since, planned: [] } })).toContain('■ CLOSED');
    expect(doors({ doors: { state: 'open', since, planned: [] }, phase: 'soldOut' })).toContain('SOLD OUT');
    expect(doors({ doors: { state: 'notOpened', since: null, planned: [] } })).toContain('○ NOT OPENED');
  });

  test('tells a frozen tuner and one that was stopped from one at work', () => {
    const frozen = showing({ tuner: snapshot.tuner && { ...snapshot.tuner, frozen: true } });
    expect(screen(frozen)).toContain('■ frozen');
    expect(screen(frozen)).toContain('f thaw the tuner');
    const stopped = showing({ tuner: snapshot.tuner && { ...snapshot.tuner, leaseUntil: 0 } });
    expect(screen(stopped)).toContain('! nobody steers: web-1:4242, epoch 7, was stopped');
  });
});

describe('a lost connection', () => {
  test('says since when and why, keeps the last numbers and greys them', () => {
    const text = screen(gone);
    expect(text).toContain('✗ values of 10:23:45 UTC');
    expect(text).toContain('✗ no connection since 10:23:45 (0 ms): connection refused; next try in 3 s');
    expect(text).toContain('of 2,000 wanted');
    const line = (state: DashboardState) =>
      painted(state)
        .split('\n')
        .find((each) => each.includes('choose'));
    expect(line(gone)).toContain('\u001b[2m');
    expect(line(running)).not.toContain('\u001b[2m');
  });
});

describe('the other screens', () => {
  const sections = typed(running, { char: 's' });

  test('list every section with one chosen', async () => {
    const chosen = typed(sections, ...Array<Key>(40).fill({ name: 'down' }));
    await expect(screen(chosen)).toMatchFileSnapshot('screens/sections-80x24.txt');
    expect(screen(chosen)).toContain('› A41');
  });

  test('show one section over time', async () => {
    const section = typed(sections, ...Array<Key>(40).fill({ name: 'down' }), { name: 'enter' });
    await expect(screen(section)).toMatchFileSnapshot('screens/section-80x24.txt');
  });

  test('explain the keys and the marks', async () => {
    await expect(screen(typed(running, { char: '?' }))).toMatchFileSnapshot('screens/help-80x24.txt');
  });

  test('ask before anything is changed, beside what it would bring', async () => {
    expect(screen(typed(running, { char: 'p' }))).toContain('Pause the sale? y yes, n no');
    const asked = typed(running, ...[...'t1500'].map((char) => ({ char })), { name: 'enter' });
    const known = after(asked, {
      type: 'forecast',
      target: 1_500,
      lines: [
        { what: 'sold out', today: '10:52 (in 29 min)', proposed: '11:01 (in 37 min)' },
        { what: 'half of those waiting are in', today: 'in 14 min', proposed: 'in 19 min' },
      ],
    });
    await expect(screen(known)).toMatchFileSnapshot('screens/target-80x24.txt');
  });

  test('warn of a target that the service will not let in', () => {
    expect(screen(typed(running, ...[...'t2500'].map((char) => ({ char }))))).toContain(
      '! the service lets at most 2,000 in',
    );
  });

  test('ask for a larger terminal when they cannot be read', () => {
    expect(screen(running, { columns: 60, rows: 10 })).toContain('needs 80 × 24; this terminal has 60 × 10');
  });
});

describe('every screen', () => {
  const states = [
    running,
    gone,
    typed(running, { char: '?' }),
    typed(running, { char: 's' }),
    typed(running, { char: 's' }, { name: 'enter' }),
    typed(running, { char: 'p' }),
    typed(running, { char: 't' }, { char: '9' }),
  ];

  test('fills the terminal exactly, whatever its size', () => {
    const size = fc.record({
      columns: fc.integer({ min: 80, max: 240 }),
      rows: fc.integer({ min: 24, max: 80 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...states), size, (state, each) => {
        const lines = screen(state, each).split('\n');
        expect(lines).toHaveLength(each.rows);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(each.columns);
      }),
      { numRuns: 15 },
    );
  });

  test('fits numbers of any length, and any number of sections', () => {
    const count = fc.nat(99_999_999);
    const counts = { total: count, available: count, held: count, inCheckout: count, sold: count };
    const seats = fc.record({
      ...counts,
      sections: fc.uniqueArray(
        fc.record({ sectionId: fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,23}$/), ...counts }),
        { maxLength: 200, selector: ({ sectionId }) => sectionId },
      ),
    });
    fc.assert(
      fc.property(seats, fc.stringMatching(/^[a-z]{1,64}$/), count, (each, eventId, live) => {
        const state = showing({ seats: each, eventId, sessions: { ...snapshot.sessions, live } });
        const lines = screen(state).split('\n');
        expect(lines).toHaveLength(SMALL.rows);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(SMALL.columns);
      }),
      { numRuns: 15 },
    );
  });

  test('is without colour when none is wanted, and says the same', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape begins a colour
    const colours = /\u001b\[(?:3[0-7]|38|9[0-7]|4[0-7])/;
    for (const state of states) {
      const plain = painted(state, SMALL, false);
      expect(plain).not.toMatch(colours);
      expect(screen(state, SMALL, false)).toBe(screen(state));
    }
    expect(painted(running)).toMatch(colours);
  });
});
