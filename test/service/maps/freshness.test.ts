import { describe, expect, test } from 'vitest';
import { createMemoryAvailability } from '../../../src/service/adapters/availability-memory/index.ts';
import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import { createMapMeasures, createSeatMaps } from '../../../src/service/maps/index.ts';
import { noMeter } from '../../../src/service/measures/index.ts';

const OPENS_MS = 1_800_000_000_000;
const SECTIONS = ['A', 'B'];

/** Two sections of ten seats, on a clock moved by hand. */
async function openMaps(startMs = OPENS_MS) {
  let nowMs = startMs;
  const store = createMemoryStore();
  const cache = createMemoryAvailability();
  const maps = createSeatMaps({
    store,
    cache,
    clock: { nowMs: () => nowMs },
    measures: createMapMeasures(noMeter),
  });
  for (const sectionId of SECTIONS)
    await store.seedSeats(
      'final',
      Array.from({ length: 10 }, (_, n) => ({
        seatId: `${sectionId}#B#R#S${n}`,
        sectionId,
        tier: 'a',
        priceMinor: 1,
      })),
      startMs,
    );
  let ver = 0;
  return {
    pass(ms: number) {
      nowMs += ms;
    },
    async change(sectionId: string, expiresAtMs = Number.NaN) {
      ver += 1;
      const lock = Number.isNaN(expiresAtMs) ? null : expiresAtMs;
      await cache.apply('final', sectionId, {
        seatId: `${sectionId}#B#R#S1`,
        availability: lock === null ? (ver % 2 === 0 ? 'available' : 'reserved') : 'locked',
        expiresAtMs: lock,
        sessionId: null,
        ver,
      });
    },
    async life(sectionId: string) {
      return maps.lifeSeconds([await maps.section('final', sectionId)], OPENS_MS);
    },
  };
}

async function quietly(world: Awaited<ReturnType<typeof openMaps>>, seconds: number) {
  for (let second = 0; second < seconds; second += 1) {
    world.pass(1_000);
    for (const sectionId of SECTIONS) await world.life(sectionId);
  }
}

describe('how long a map may be kept', () => {
  test('a section nobody knows yet counts as hot, and cools to 15 s when nothing happens', async () => {
    const world = await openMaps();
    expect(await world.life('A')).toBe(1);
    await quietly(world, 60);
    const cooling = await world.life('A');
    expect(cooling).toBeGreaterThan(2);
    await quietly(world, 120);
    expect(await world.life('A')).toBe(15);
  });

  test('a section that is stormed turns hot in seconds and stays so', async () => {
    const world = await openMaps();
    await quietly(world, 300);
    const lives: number[] = [];
    for (let step = 0; step < 60; step += 1) {
      world.pass(500);
      await world.change('A');
      lives.push(await world.life('A'));
    }
    expect(lives.slice(12).every((seconds) => seconds <= 5)).toBe(true);
    expect(lives.slice(40).every((seconds) => seconds === 1)).toBe(true);
  });

  test('while the event is busy its quiet sections are kept 5 s at most', async () => {
    const world = await openMaps();
    await quietly(world, 300);
    for (let step = 0; step < 120; step += 1) {
      world.pass(500);
      await world.change('A');
      await world.life('A');
    }
    expect(await world.life('B')).toBe(5);
  });

  test('no map is kept beyond the next lapse, nor beyond the opening', async () => {
    const world = await openMaps(OPENS_MS - 400_000);
    await quietly(world, 200);
    expect(await world.life('A')).toBe(15);
    await quietly(world, 192);
    expect(await world.life('A')).toBe(8);
    await quietly(world, 100);
    await world.change('A', OPENS_MS - 400_000 + 492_000 + 4_500);
    expect(await world.life('A')).toBe(4);
    world.pass(4_400);
    expect(await world.life('A')).toBe(1);
  });

  test('a clock that is set back shortens the life of maps, never lengthens it', async () => {
    const world = await openMaps();
    await quietly(world, 200);
    world.pass(-3_600_000);
    expect(await world.life('A')).toBe(1);
  });
});
