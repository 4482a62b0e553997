import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Problem, UserError } from '../../core/errors/index.ts';
import {
  calibrate,
  overrideScenario,
  parseScenarioText,
  readConditions,
  replayScenario,
  type Scenario,
  type ScenarioOverrides,
  type ScenarioResources,
  validateScenario,
} from '../../sim/index.ts';
import { type Context, nearest, readText } from '../framework/index.ts';
import { readVenue } from '../venue-source.ts';

/** What `SCENARIO` means wherever a command takes one. */
export const SCENARIO_SUMMARY = 'scenario file, name of a shipped scenario, or - for standard input';

export interface ScenarioRequest {
  /** File, shipped name or `-`; undefined with a log to replay. */
  readonly scenario: string | undefined;
  /** Event log of a recorded sale. */
  readonly replay: string | undefined;
  /** People and attackers' accounts together. */
  readonly tokens: number | undefined;
  readonly overrides: ScenarioOverrides;
}

/** A scenario as it was written, with what it points to: other settings can be tried on it. */
export interface ScenarioSource {
  readonly name: string;
  readonly json: unknown;
  readonly resources: ScenarioResources;
}

/**
 * Reads a scenario and applies what the command line changes; nothing is judged yet.
 *
 * @throws UserError `USAGE`, `FILE_UNREADABLE`, `SCENARIO_UNKNOWN`, `SCENARIO_INVALID` (not JSON), `LOG_INVALID`
 */
export async function readScenario(ctx: Context, request: ScenarioRequest): Promise<ScenarioSource> {
  const { scenario, replay, tokens, overrides } = request;
  if (scenario === undefined && replay === undefined) {
    throw new UserError('USAGE', `SCENARIO is missing (${SCENARIO_SUMMARY})`);
  }
  const path = scenario === undefined ? '-' : await pathOf(ctx, scenario);
  const written = scenario === undefined ? {} : parseScenarioText(await readText(ctx, path));
  const played =
    replay === undefined ? written : replayScenario(written, await calibrate(linesOf(ctx, replay)));
  const people = tokens === undefined ? {} : { people: Math.max(1, tokens - accountsIn(played)) };
  const json = overrideScenario(played, { ...people, ...overrides });
  return {
    name: scenario ?? replay ?? '',
    json,
    resources: await resourcesFor(ctx, json, path === '-' ? ctx.cwd : dirname(resolve(ctx.cwd, path))),
  };
}

/**
 * The scenario of a source, with further settings changed.
 *
 * @throws UserError `SCENARIO_INVALID` or `FAIL_IF_INVALID` naming everything that is wrong with its place
 */
export function scenarioFrom(source: ScenarioSource, overrides: ScenarioOverrides = {}): Scenario {
  const validation = validateScenario(overrideScenario(source.json, overrides), source.resources);
  if (!validation.ok) throw invalid(source.name, validation.problems);
  readConditions(validation.scenario);
  return validation.scenario;
}

function invalid(name: string, problems: readonly Problem[]): UserError {
  const [only] = problems;
  const what =
    problems.length === 1 && only !== undefined
      ? `${only.path} ${only.message}`
      : `${problems.length} things are wrong`;
  return new UserError('SCENARIO_INVALID', `${name} cannot be simulated: ${what}`, problems);
}

const SHIPPED = join('fixtures', 'scenarios');

async function pathOf(ctx: Context, source: string): Promise<string> {
  const isBareName = /^[\w-]+$/.test(source) && source !== '-';
  if (!isBareName || existsSync(resolve(ctx.cwd, source))) return source;
  const shipped = join(ctx.packageRoot, SHIPPED, `${source}.json`);
  if (existsSync(shipped)) return shipped;
  const folder = join(ctx.packageRoot, SHIPPED);
  const names = (existsSync(folder) ? await readdir(folder) : [])
    .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
  const suggestion = nearest(source, names);
  throw new UserError(
    'SCENARIO_UNKNOWN',
    `${source} is neither a file nor a shipped scenario${suggestion ? `; did you mean ${suggestion}?` : ''} (shipped: ${names.join(', ')})`,
  );
}

async function* linesOf(ctx: Context, path: string): AsyncIterable<string> {
  const input = path === '-' ? ctx.stdin : createReadStream(resolve(ctx.cwd, path));
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal: ctx.signal });
    ctx.signal.throwIfAborted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UserError('FILE_UNREADABLE', `${path} cannot be read: there is no such file or folder`, [], {
        cause: error,
      });
    }
    throw error;
  }
}

type Json = Readonly<Record<string, unknown>>;

function objectOr(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOr(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function accountsIn(json: unknown): number {
  return listOr(objectOr(json).attackers).reduce<number>((sum, attacker) => {
    const { accounts } = objectOr(attacker);
    return sum + (typeof accounts === 'number' ? accounts : 0);
  }, 0);
}

/** Venue and recorded arrivals that a scenario names. What cannot be found is left out: judging the scenario then says where it is named. */
async function resourcesFor(ctx: Context, json: unknown, folder: string): Promise<ScenarioResources> {
  const { sale, arrivals, classes } = objectOr(json);
  const { venue } = objectOr(sale);
  const waves = [...listOr(arrivals), ...listOr(classes).flatMap((each) => listOr(objectOr(each).arrivals))];
  const seats = typeof venue === 'string' ? await seatsOf(ctx, venue, folder) : undefined;
  const files = new Map<string, string>();
  for (const { file } of waves.map(objectOr)) {
    if (typeof file !== 'string' || files.has(file)) continue;
    const text = await readIfThere(ctx, isAbsolute(file) ? file : join(folder, file));
    if (text !== undefined) files.set(file, text);
  }
  return {
    seatsOfVenue: (name) => (name === venue ? seats : undefined),
    readFile: (name) => files.get(name),
  };
}

async function seatsOf(ctx: Context, venue: string, folder: string): Promise<number | undefined> {
  const beside = join(folder, venue);
  try {
    return (await readVenue(ctx, existsSync(beside) ? beside : venue)).seatCount;
  } catch (error) {
    if (error instanceof UserError && ['VENUE_UNKNOWN', 'FILE_UNREADABLE'].includes(error.code))
      return undefined;
    throw error;
  }
}

async function readIfThere(ctx: Context, path: string): Promise<string | undefined> {
  try {
    return await readText(ctx, path);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
