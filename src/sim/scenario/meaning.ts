import type { Problem } from '../../core/errors/index.ts';
import type { Wave } from './parts.ts';
import { parseRecordedArrivals } from './recorded.ts';
import type { Scenario, ScenarioResources } from './scenario.ts';
import type { ScenarioInput } from './schema.ts';

const TOKENS_MAX = 1_000_000_000;

/** What the schema cannot see: parts that contradict each other, and what the scenario points to. Fills in what follows from the rest. */
export function resolve(
  input: ScenarioInput,
  resources: ScenarioResources,
): { scenario: Scenario; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (path: string, message: string) => problems.push({ path, message });

  const waves = (list: readonly Wave[], path: string) =>
    list.map((wave, i) => resolveWave(wave, `${path}/${i}`, input, resources, report));
  const { $schema: _schema, ...rest } = input;
  const sale = input.sale;
  const softCap =
    sale.softCap ?? Math.min(Math.ceil((sale.target * 11) / 10), sale.hardCap ?? Number.POSITIVE_INFINITY);
  const scenario: Scenario = {
    ...rest,
    arrivals: waves(input.arrivals, '/arrivals'),
    classes: input.classes.map((each, i) => ({
      ...each,
      arrivals: each.arrivals === null ? null : waves(each.arrivals, `/classes/${i}/arrivals`),
    })),
    sale: {
      ...sale,
      seats: seatsOf(sale, resources, report),
      venue: sale.venue ?? null,
      softCap,
      hardCap: sale.hardCap ?? Math.max(softCap, Math.ceil((sale.target * 12) / 10)),
    },
  };
  if (scenario.sale.softCap > scenario.sale.hardCap)
    report('/sale/softCap', `must not be above hardCap (${scenario.sale.hardCap})`);
  if (sale.seatsPerOrder.every(({ share }) => share === 0))
    report('/sale/seatsPerOrder', 'needs at least one share above 0');
  const tokens = input.attackers.reduce((sum, { accounts }) => sum + accounts, input.people);
  if (tokens > TOKENS_MAX) report('/people', `people and accounts together must not be above ${TOKENS_MAX}`);
  reportTwice(input.classes, '/classes', report);
  reportTwice(input.attackers, '/attackers', report);
  for (const [i, { latencyMs }] of input.classes.entries()) latencyOrder(latencyMs, `/classes/${i}`, report);
  for (const [i, { latencyMs }] of input.attackers.entries())
    latencyOrder(latencyMs, `/attackers/${i}`, report);
  return { scenario, problems };
}

type Report = (path: string, message: string) => void;

function seatsOf(sale: ScenarioInput['sale'], resources: ScenarioResources, report: Report): number {
  if (sale.seats !== undefined && sale.venue !== undefined) {
    report('/sale/venue', 'leave out either seats or venue');
  } else if (sale.venue !== undefined) {
    const seats = resources.seatsOfVenue?.(sale.venue);
    if (seats !== undefined && seats > 0) return seats;
    report('/sale/venue', `there is no venue "${sale.venue}"`);
  } else if (sale.seats === undefined) {
    report('/sale/seats', 'give a number of seats, or a venue');
  }
  return sale.seats ?? 1;
}

function resolveWave(
  wave: Wave,
  path: string,
  input: ScenarioInput,
  resources: ScenarioResources,
  report: Report,
): Wave {
  if ((wave.kind === 'ramp' || wave.kind === 'poisson') && wave.toSeconds <= wave.fromSeconds) {
    report(`${path}/toSeconds`, `must be after fromSeconds (${wave.fromSeconds})`);
  }
  if (wave.kind === 'ramp' && wave.startWeight + wave.endWeight <= 0) {
    report(`${path}/endWeight`, 'the two weights must not both be 0');
  }
  if (wave.kind !== 'recorded' && firstSecondOf(wave) >= input.horizonSeconds) {
    report(`${path}/fromSeconds`, `nobody would come before the sale closes at ${input.horizonSeconds}`);
  }
  return wave.kind === 'recorded' ? resolveRecorded(wave, path, resources, report) : wave;
}

function firstSecondOf(wave: Exclude<Wave, { kind: 'recorded' }>): number {
  return wave.kind === 'rush' ? -wave.beforeSeconds : wave.fromSeconds;
}

function resolveRecorded(
  wave: Extract<Wave, { kind: 'recorded' }>,
  path: string,
  resources: ScenarioResources,
  report: Report,
): Wave {
  const { file, counts, ...rest } = wave;
  if (file === undefined) {
    const relative = (counts ?? []).map(([at, n]): [number, number] => [at - wave.opensAt, n]);
    if (!relative.some(([, n]) => n > 0)) report(`${path}/counts`, 'needs at least one arrival, or a file');
    return { ...rest, counts: relative, opensAt: 0 };
  }
  if (counts !== undefined) report(`${path}/file`, 'leave out either counts or file');
  const text = resources.readFile?.(file);
  if (text === undefined) {
    report(`${path}/file`, `there is no file "${file}"`);
    return { ...rest, counts: [[0, 1]], opensAt: 0 };
  }
  const parsed = parseRecordedArrivals(text, wave.opensAt);
  for (const problem of parsed.problems) report(`${path}/file`, `${file}: ${problem}`);
  return { ...rest, counts: parsed.counts, opensAt: 0 };
}

function reportTwice(named: readonly { name: string }[], path: string, report: Report): void {
  const first = new Map<string, number>();
  for (const [i, { name }] of named.entries()) {
    const before = first.get(name);
    if (before === undefined) first.set(name, i);
    else report(`${path}/${i}/name`, `is the name of ${path}/${before} already`);
  }
}

function latencyOrder(latencyMs: { median: number; p95: number }, path: string, report: Report): void {
  if (latencyMs.p95 < latencyMs.median) {
    report(`${path}/latencyMs/p95`, `must not be below the median (${latencyMs.median})`);
  }
}
