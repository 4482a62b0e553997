// One of the two load generators, in a process of its own so that the processor time is its own. Arguments: who, address, seconds, rate.

import autocannon from 'autocannon';
import { runLoad } from '../../src/cli/load/run-load.ts';
import { steady } from '../../src/cli/load/stages.ts';
import { loadVenue } from '../../src/core/venue/index.ts';
import { nodeHashing, systemClock } from '../../src/service/adapters/system/index.ts';
import hall from '../../venues/hall-small.json' with { type: 'json' };
import type { Played } from './messages.ts';

const CONNECTIONS = 64;

const [who = '', url = '', seconds = '', rate = ''] = process.argv.slice(2);
process.send?.(await (who === 'tix' ? tix() : peer()), () => process.exit(0));

async function tix(): Promise<Played> {
  const event = { eventId: 'e', venueHash: '', opensAtMs: 0, slotMs: 1000, seatLimit: 1, sectionIds: [] };
  const report = await runLoad({
    scenario: 'seatmap',
    run: 'bench',
    url: new URL(url),
    target: { event, venue: loadVenue(hall, nodeHashing), seats: { total: 0, available: 0 } },
    stages: steady(Number(rate), Number(seconds) * 1000),
    workers: 1,
    connections: CONNECTIONS,
    timeoutMs: 10_000,
    finishMs: 10_000,
    seed: 1,
    thinkMs: 1_050,
    passes: undefined,
    locks: { shoppers: 0, seatsPerHold: 1, contention: 0, dwellMs: 0, prepareMs: 0 },
    history: undefined,
    errorRateMax: 0.5,
    workerFile: new URL('../../src/cli/load/worker/main.ts', import.meta.url),
    clock: systemClock,
    signal: new AbortController().signal,
    watch: () => {},
  });
  if (report.errors.count > 0) throw new Error(`errors: ${JSON.stringify(report.errors.byCode)}`);
  return { requests: report.requests, cpuSeconds: report.generator.cpuCores * report.elapsedSeconds };
}

async function peer(): Promise<Played> {
  const before = process.cpuUsage();
  const result = await autocannon({
    url: `${url}/v1/events/e/availability`,
    connections: CONNECTIONS,
    duration: Number(seconds),
    overallRate: Number(rate),
    headers: { 'accept-encoding': 'gzip' },
  });
  const { user, system } = process.cpuUsage(before);
  if (result.errors + result.non2xx > 0) throw new Error(`${result.errors + result.non2xx} errors`);
  return { requests: result.requests.total, cpuSeconds: (user + system) / 1e6 };
}
