import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';
import { repoRoot, tempFolder } from '../support/run-tix.ts';
import { type Served, seedHall, serve } from '../support/serve.ts';

const folder = tempFolder();
let server: Served;
beforeAll(async () => {
  await seedHall(folder.path);
  server = await serve(folder.path);
});
afterAll(async () => {
  await server.stop();
  folder[Symbol.dispose]();
});

const tix = (words: string, typed?: string) =>
  runHere([...words.split(' '), '--state', `${folder.path}/state`], {
    cwd: repoRoot,
    ...(typed === undefined ? {} : { typed }),
  });

test('a forecast stands beside that of today’s settings', async () => {
  const { stdout, exitCode } = await tix('sale what-if recital --target 35 --json');
  expect(exitCode).toBe(0);
  const { today, wished } = JSON.parse(stdout);
  expect([today.target, wished.target]).toEqual([20, 35]);
  expect(today).toMatchObject({ k: 2, slotSeconds: 1, waits: null, admissionsPerSecond: 0 });
  expect((await tix('sale what-if recital --target 35')).stdout).toMatch(/as it is\s+what if/);
});

test('the rules are asked about before the opening only, and something has to be asked', async () => {
  expect((await tix('sale what-if recital --k 3')).stderr).toMatch(/the sale has opened/);
  expect((await tix('sale what-if recital')).stderr).toMatch(/say what if/);
});

test('the target changes after the forecast was seen and agreed to', async () => {
  const declined = await tix('sale target recital 30', 'n\n');
  expect(declined.exitCode).toBe(2);
  expect(declined.stderr).toMatch(/shoppers to hold\s+20\s+30/);
  const agreed = await tix('sale target recital 30', 'y\n');
  expect(agreed.stdout).toMatch(/recital holds 30 shoppers at once from the tuner’s next turn on/);
  const { stdout } = await tix('sale target recital 25 --yes --json');
  expect(JSON.parse(stdout)).toEqual({ eventId: 'recital', before: 30, after: 25 });
});

test('a pause shows what it comes to, and is asked about all the same where nothing can be seen', async () => {
  const seen = await tix('sale pause recital', 'n\n');
  expect(seen.stderr).toMatch(/most shoppers at once/);
  const blind = await tix(`sale pause recital --store lmdb:${folder.path}/nothing`, 'n\n');
  expect(blind.stderr).toMatch(/There is no forecast: Store .* no such file/);
  expect(blind.exitCode).toBe(2);
});
