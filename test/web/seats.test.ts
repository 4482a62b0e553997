import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packSeats, SEAT_CODES } from '../../src/core/packed/index.ts';
import { deriveVenue, type Venue, type VenueDocument } from '../../src/core/venue/plan/index.ts';
import {
  afterAct,
  type Choice,
  type ChoiceAct,
  clickOn,
  NOTHING_CHOSEN,
} from '../../src/web/seats/choice.ts';
import { between, fitted, scaleOf, seen, toWorld } from '../../src/web/seats/map/camera.ts';
import { neighbourOf } from '../../src/web/seats/map/neighbour.ts';
import { indexPlan } from '../../src/web/seats/map/plan-index.ts';
import { stockOf } from '../../src/web/seats/stock.ts';
import { hotSections } from '../../src/web/venue-map/hot-sections.ts';

function shipped(name: string): Venue {
  const document = JSON.parse(readFileSync(`venues/${name}.json`, 'utf8')) as VenueDocument;
  return deriveVenue(document, name);
}

const hall = shipped('hall-small');
const stadium = shipped('stadium-100k');

function choiceAfter(...acts: ChoiceAct[]): Choice {
  return acts.reduce(afterAct, NOTHING_CHOSEN);
}

describe('a choice of seats', () => {
  test('holds at a click, and gives back at the next', () => {
    const none = choiceAfter();
    expect(clickOn(none, 'free')).toBe('hold');
    expect(clickOn(none, 'mine')).toBe('release');
    for (const state of ['held', 'sold', 'pending', 'absent'] as const)
      expect(clickOn(none, state)).toBe('nothing');
  });

  test('gathers seats first when asked to, and forgets them when not', () => {
    const gathering = choiceAfter(
      { kind: 'several', on: true },
      { kind: 'toggle', seatId: 'a' },
      { kind: 'toggle', seatId: 'b' },
      { kind: 'toggle', seatId: 'a' },
    );
    expect(clickOn(gathering, 'free')).toBe('toggle');
    expect(gathering.chosen).toEqual(['b']);
    expect(afterAct(gathering, { kind: 'several', on: false }).chosen).toEqual([]);
  });

  test('keeps what is free of a refused wish, and marks what was taken until the map knows', () => {
    const refused = choiceAfter(
      { kind: 'several', on: true },
      { kind: 'toggle', seatId: 'a' },
      { kind: 'toggle', seatId: 'b' },
      { kind: 'asked', seatIds: ['a', 'b'] },
      { kind: 'refused', asked: ['a', 'b'], taken: ['a'] },
    );
    expect(refused).toMatchObject({ chosen: ['b'], pending: [] });
    expect([...refused.lost.keys()]).toEqual(['a']);
    const later = [1, 2, 3].reduce((choice) => afterAct(choice, { kind: 'mapRead' }), refused);
    expect(later.lost.size).toBe(0);
  });

  test('never shows a seat as both asked for and answered', () => {
    const seat = fc.constantFrom('a', 'b', 'c');
    const seatIds = fc.uniqueArray(seat, { minLength: 1 });
    const answered = seatIds.chain((ids) =>
      fc.constantFrom<ChoiceAct[]>(
        [
          { kind: 'asked', seatIds: ids },
          { kind: 'held', seatIds: ids },
        ],
        [
          { kind: 'asked', seatIds: ids },
          { kind: 'refused', asked: ids, taken: ids },
        ],
        [
          { kind: 'asked', seatIds: ids },
          { kind: 'released', seatIds: ids },
        ],
      ),
    );
    fc.assert(
      fc.property(fc.array(answered), (rounds) => {
        const choice = choiceAfter(...rounds.flat());
        expect(choice.pending).toEqual([]);
        expect(new Set(choice.mine).size).toBe(choice.mine.length);
      }),
    );
  });
});

describe('the stock of seats', () => {
  test('shows every seat of the packed map in its place', () => {
    const codes = Uint8Array.from({ length: hall.seatCount }, (_, i) => i % 4);
    const stock = stockOf(hall, packSeats(codes).buffer, NOTHING_CHOSEN);
    const names = ['free', 'held', 'sold', 'absent'];
    for (const section of hall.sections)
      for (const seat of hall.seatsOf(section))
        expect(stock.shown(seat)).toBe(names[(section.firstSeat + seat.index) % 4]);
    const free = hall.sections.reduce((sum, section) => sum + stock.freeIn(section), 0);
    expect(free).toBe(codes.filter((code) => code === SEAT_CODES.available).length);
  });

  test('offers nothing before the map is here', () => {
    const stock = stockOf(hall, undefined, NOTHING_CHOSEN);
    expect(hall.sections.map((section) => stock.freeIn(section))).toEqual(hall.sections.map(() => 0));
  });

  test('puts what the buyer knows over what the map says', () => {
    const packed = packSeats(new Uint8Array(hall.seatCount)).buffer;
    const [first, second, third] = [...hall.seatIds()] as [string, string, string];
    const choice = choiceAfter(
      { kind: 'owned', seatIds: [first] },
      { kind: 'asked', seatIds: [second] },
      { kind: 'refused', asked: [], taken: [third] },
    );
    const stock = stockOf(hall, packed, choice);
    const shown = [first, second, third].map((id) => {
      const seat = hall.findSeat(id);
      return seat === undefined ? 'unknown' : stock.shown(seat);
    });
    expect(shown).toEqual(['mine', 'pending', 'held']);
  });
});

describe('the map', () => {
  const plan = indexPlan(stadium);
  const size = { width: 800, height: 600 };

  test('shows the whole venue first, in sections', () => {
    const camera = fitted(plan.bounds, size);
    const view = seen(camera, size);
    expect(view.left).toBeLessThanOrEqual(plan.bounds.left);
    expect(view.bottom).toBeGreaterThanOrEqual(plan.bounds.bottom);
    expect(scaleOf(camera)).toBe('sections');
    expect(plan.sectionsIn(view)).toHaveLength(stadium.sections.length);
  });

  test('looks at few sections when it is close', () => {
    const [x, y] = [stadium.sections[0]?.polygon[0]?.[0] ?? 0, stadium.sections[0]?.polygon[0]?.[1] ?? 0];
    const near = { left: x - 10, right: x + 10, top: y - 10, bottom: y + 10 };
    expect(plan.sectionsIn(near).length).toBeLessThan(8);
  });

  test('finds every seat where it is painted', () => {
    const section = stadium.sections[3];
    if (section === undefined) throw new Error('the stadium has more than three sections');
    for (const seat of stadium.seatsOf(section).slice(0, 200))
      expect(plan.seatNear(seat.x + 0.02, seat.y - 0.02, 0.4)?.seatId).toBe(seat.seatId);
    expect(plan.seatNear(1e6, 1e6, 1)).toBeUndefined();
  });

  test('glides from one view to another without a jump at either end', () => {
    const number = fc.double({ min: -500, max: 500, noNaN: true });
    const camera = fc.record({ k: fc.double({ min: 0.5, max: 70, noNaN: true }), x: number, y: number });
    fc.assert(
      fc.property(camera, camera, (from, to) => {
        for (const [share, end] of [
          [0, from],
          [1, to],
        ] as const) {
          const at = between(from, to, share, size);
          const [ax, ay] = toWorld(at, 400, 300);
          const [bx, by] = toWorld(end, 400, 300);
          expect(Math.hypot(ax - bx, ay - by)).toBeLessThan(1e-3);
          expect(at.k).toBeCloseTo(end.k, 6);
        }
      }),
    );
  });

  test('leads the arrow keys along a row and back', () => {
    const section = hall.section('HALL') ?? hall.sections[0];
    if (section === undefined) throw new Error('the hall has sections');
    const seats = hall.seatsOf(section);
    const [first, second] = [seats[0], seats[1]];
    if (first === undefined || second === undefined) throw new Error('the hall has seats');
    const there = second.x > first.x ? 'right' : 'left';
    expect(neighbourOf(seats, first, there)?.seatId).toBe(second.seatId);
    expect(neighbourOf(seats, second, there === 'right' ? 'left' : 'right')?.seatId).toBe(first.seatId);
    expect(neighbourOf([first], first, 'up')).toBeUndefined();
  });

  test('expects a tenth of the sections to go first, and near ones before far ones of one price', () => {
    const hot = hotSections(stadium);
    const seated = stadium.sections.filter(({ kind }) => kind === 'seated').length;
    expect(hot.size).toBe(Math.round(seated / 10));
    const square = (id: string, x: number) => ({
      ...(stadium.sections[0] as (typeof stadium.sections)[number]),
      id,
      polygon: [
        [x, 0],
        [x + 1, 0],
        [x + 1, 1],
      ] as const,
    });
    const row = Array.from({ length: 10 }, (_, i) => square(`s${i}`, 10 * i));
    expect([...hotSections({ sections: row, focus: [90, 0] })]).toEqual(['s9']);
  });
});
