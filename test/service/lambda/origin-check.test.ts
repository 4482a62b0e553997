import { describe, expect, test } from 'vitest';
import { createOriginCheck } from '../../../src/service/lambda/api/index.ts';
import type { SecretReader, Stage } from '../../../src/service/lambda/secrets/index.ts';

function openCheck(values: Partial<Record<Stage, string>>) {
  let nowMs = 1_800_000_000_000;
  const world = { readings: 0, isAway: false, values };
  const read: SecretReader = async (_, stage = 'AWSCURRENT') => {
    world.readings += 1;
    if (world.isAway) throw new Error('Secrets Manager is away');
    return world.values[stage];
  };
  const check = createOriginCheck({ read, secret: 'origin', clock: { nowMs: () => nowMs } });
  const passMs = (ms: number) => {
    nowMs += ms;
  };
  return { check, world, passMs };
}

describe('the API answers the CDN only', () => {
  test('a request without the value, or with a guess, is refused', async () => {
    const { check } = openCheck({ AWSCURRENT: 'present' });
    expect(await check.accepts(undefined)).toBe(false);
    expect(await check.accepts('')).toBe(false);
    expect(await check.accepts('guess')).toBe(false);
    expect(await check.accepts('present')).toBe(true);
  });

  test('while the value is rotated, the coming, the present and the previous one are accepted', async () => {
    const { check, world, passMs } = openCheck({ AWSCURRENT: 'first' });
    expect(await check.accepts('first')).toBe(true);
    world.values = { AWSCURRENT: 'first', AWSPENDING: 'second' };
    passMs(5_000);
    expect(await check.accepts('second')).toBe(true);
    world.values = { AWSCURRENT: 'second', AWSPREVIOUS: 'first' };
    expect(await check.accepts('first')).toBe(true);
  });

  test('a value rotated out twice is refused ten minutes later at the latest', async () => {
    const { check, world, passMs } = openCheck({ AWSCURRENT: 'first' });
    await check.accepts('first');
    world.values = { AWSCURRENT: 'third', AWSPREVIOUS: 'second' };
    passMs(600_000);
    expect(await check.accepts('first')).toBe(false);
  });

  test('known values cost nothing, and a storm of guesses asks once in five seconds', async () => {
    const { check, world, passMs } = openCheck({ AWSCURRENT: 'present' });
    await Promise.all(Array.from({ length: 50 }, (_, i) => check.accepts(`guess-${i}`)));
    expect(world.readings).toBe(3);
    await Promise.all(Array.from({ length: 50 }, () => check.accepts('present')));
    passMs(4_999);
    await check.accepts('another guess');
    expect(world.readings).toBe(3);
    passMs(1);
    await check.accepts('another guess');
    expect(world.readings).toBe(6);
  });

  test('values that are known stay good while Secrets Manager is away', async () => {
    const { check, world, passMs } = openCheck({ AWSCURRENT: 'present' });
    await check.accepts('present');
    world.isAway = true;
    passMs(600_000);
    expect(await check.accepts('present')).toBe(true);
  });

  test('a function that never learnt them says so, rather than refusing everybody for good', async () => {
    const { check, world } = openCheck({ AWSCURRENT: 'present' });
    world.isAway = true;
    await expect(check.accepts('present')).rejects.toThrow('away');
    world.isAway = false;
    expect(await check.accepts('present')).toBe(true);
  });
});
