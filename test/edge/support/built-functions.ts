import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEdge } from '../../../src/edge/build/index.ts';

/** The two functions as they would be deployed, built for this test run. */
export interface BuiltFunctions {
  readonly mint: string;
  readonly admit: string;
}

export async function builtFunctions(): Promise<BuiltFunctions> {
  const folder = await mkdtemp(join(tmpdir(), 'tix-edge-'));
  try {
    await buildEdge(folder);
    return {
      mint: await readFile(join(folder, 'mint.js'), 'utf8'),
      admit: await readFile(join(folder, 'admit.js'), 'utf8'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
