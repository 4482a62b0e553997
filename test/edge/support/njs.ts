import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EdgeOutcome } from '../../../src/edge/host/index.ts';
import type { EdgeCase } from './cases.ts';

const run = promisify(execFile);

/** Stands where the runtime's own module stands: `cf.kvs().get` answers from the store of the case that is being run. */
const CLOUDFRONT_MODULE = `
let store = {};
const kvs = {
  get: async function (key) {
    if (store[key] === undefined) throw new Error('KeyNotFound');
    return store[key];
  },
};
export default { kvs: function () { return kvs; }, setStore: function (next) { store = next; } };
`;

/** Runs behind the function in the same file, as the runtime would call it, with a clock that stands still. */
const DRIVER = `
import fs from 'fs';
import cloudfrontOfTest from 'cloudfront';
(async function () {
  const cases = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
  const outcomes = [];
  for (let i = 0; i < cases.length; i++) {
    const nowMs = cases[i].nowMs;
    Date.now = function () { return nowMs; };
    cloudfrontOfTest.setStore(cases[i].store);
    const outcome = await handler(cases[i].event);
    outcomes.push(outcome);
  }
  fs.writeFileSync(process.argv[3], JSON.stringify(outcomes));
})();
`;

/** Answers of a built function to the cases, from the engine CloudFront Functions is built on. */
export async function outcomesInNjs(
  njs: string,
  code: string,
  cases: readonly EdgeCase[],
): Promise<readonly EdgeOutcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tix-njs-'));
  try {
    await writeFile(join(folder, 'cloudfront'), CLOUDFRONT_MODULE);
    await writeFile(join(folder, 'function.js'), code + DRIVER);
    const [given, answers] = [join(folder, 'cases.json'), join(folder, 'outcomes.json')];
    await writeFile(given, JSON.stringify(cases));
    await run(njs, ['-p', folder, '-t', 'module', join(folder, 'function.js'), given, answers]);
    return JSON.parse(await readFile(answers, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
