import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Bench } from './bench.ts';

const MEGABYTE = 1024 * 1024;
const tix = join(import.meta.dirname, '..', 'bin', 'tix.js');

/** What a server of 100,000 seats keeps in memory once every section has been looked at. LMDB's map is the kernel's and not counted. */
export const bench: Bench = {
  name: 'memory',
  summary: 'memory of `tix serve` with a stadium, every seat map cached (Linux only: RssAnon)',
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'tix-bench-memory-'));
    const store = ['--store', `lmdb:${dir}/store`];
    const event = ['--venue', 'stadium-100k', '--event', 'bench', '--opens-at', '+1h'];
    const seeded = spawnSync(process.execPath, [tix, 'seed', ...event, ...store, '--json']);
    if (seeded.status !== 0) throw new Error(`seeding failed: ${seeded.stderr}`);
    const server = spawn(
      process.execPath,
      [tix, 'serve', ...store, '--state', `${dir}/state`, '--port', '0', '--json'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      const { url } = await firstLine<{ url: string }>(server.stdout);
      const { sections } = await json<{ sections: { sectionId: string }[] }>(
        `${url}/v1/events/bench/availability`,
      );
      for (let round = 0; round < 3; round++)
        for (const { sectionId } of sections)
          await json(`${url}/v1/events/bench/sections/${sectionId}/seats`);
      const value = anonymousBytes(server.pid ?? 0) / MEGABYTE;
      return [
        {
          name: 'RssAnon of tix serve, 100,000 seats, all maps cached',
          value,
          unit: 'MB',
          bar: { atMost: 350 },
          detail: `${sections.length} sections read three times`,
        },
      ];
    } finally {
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('exit', resolve));
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

function firstLine<T>(stream: Readable): Promise<T> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stream });
    lines.once('line', (line) => resolve(JSON.parse(line) as T));
    lines.once('close', () => reject(new Error('the server ended')));
  });
}

async function json<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

function anonymousBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error('this kernel does not tell RssAnon');
  return Number(kilobytes) * 1024;
}
