import { describe, expect, test } from 'vitest';
import { Pace } from '../../../src/service/adapters/store-dynamodb/seeding/pace.ts';

const never = () => false;

describe('the pace of writing', () => {
  test('one more request at a time for every round that went well', async () => {
    const pace = new Pace();
    const before = pace.allowed;
    for (let round = 0; round < before; round += 1) await pace.run(async () => {}, never);
    await pace.run(async () => {}, never);
    expect(pace.allowed).toBe(before + 1);
  });

  test('half as many after a refusal, once for all requests that were under way', async () => {
    const pace = new Pace();
    const before = pace.allowed;
    await Promise.all(
      Array.from({ length: before }, () =>
        pace.run(
          async () => {},
          () => true,
        ),
      ),
    );
    expect(pace.allowed).toBe(before / 2);
    await pace.run(
      async () => {},
      () => true,
    );
    expect(pace.allowed).toBe(before / 4);
  });

  test('never fewer than one, never more than are allowed at a time', async () => {
    const pace = new Pace();
    for (let turn = 0; turn < 10; turn += 1)
      await pace.run(
        async () => {},
        () => true,
      );
    expect(pace.allowed).toBe(1);
    let running = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 40 }, () =>
        pace.run(async () => {
          running += 1;
          most = Math.max(most, running - pace.allowed);
          await Promise.resolve();
          running -= 1;
        }, never),
      ),
    );
    expect(most).toBe(0);
    expect(pace.allowed).toBeGreaterThan(1);
  });

  test('a request that fails makes room for the next', async () => {
    const pace = new Pace();
    const failing = Array.from({ length: 20 }, () =>
      pace.run(async () => {
        throw new Error('no');
      }, never),
    );
    expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true);
    await expect(pace.run(async () => 'done', never)).resolves.toBe('done');
  });
});
