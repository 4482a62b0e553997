import type { z } from 'zod';
import { type Problem, UserError } from '../../core/errors/index.ts';
import { resolve } from './meaning.ts';
import { salvage } from './salvage.ts';
import type { Scenario, ScenarioResources } from './scenario.ts';
import { scenarioSchema } from './schema.ts';

export type ScenarioValidation =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const TEXT_LENGTH_MAX = 50_000_000;

/** Judges a parsed scenario file: all problems at once, each with its place as a JSON pointer. */
export function validateScenario(json: unknown, resources: ScenarioResources = {}): ScenarioValidation {
  const parsed = scenarioSchema.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues;
    const rest = salvage(json, issues);
    const others = rest === undefined ? [] : resolve(rest.input, resources).problems;
    const judged = others.filter(({ path }) => rest?.judgeable(path));
    return { ok: false, problems: [...issues.flatMap(schemaProblems), ...judged] };
  }
  const { scenario, problems } = resolve(parsed.data, resources);
  return problems.length === 0 ? { ok: true, scenario } : { ok: false, problems };
}

/** @throws UserError `SCENARIO_INVALID` listing everything that is wrong. */
export function loadScenario(json: unknown, resources: ScenarioResources = {}): Scenario {
  const validation = validateScenario(json, resources);
  if (validation.ok) return validation.scenario;
  throw new UserError('SCENARIO_INVALID', 'The scenario cannot be simulated.', validation.problems);
}

/** @throws UserError `SCENARIO_INVALID` when the text is too long or not JSON. */
export function parseScenarioText(text: string): unknown {
  if (text.length > TEXT_LENGTH_MAX) {
    throw new UserError(
      'SCENARIO_INVALID',
      `The scenario is longer than ${TEXT_LENGTH_MAX / 1e6} MB: put recorded arrivals in a file.`,
    );
  }
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('SCENARIO_INVALID', `The scenario is not JSON: ${reason}.`, [], { cause: error });
  }
}

function schemaProblems(issue: z.core.$ZodIssue): Problem[] {
  const path = pointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: `${path}${pointer([key])}`,
      message: 'is not a field of this format',
    }));
  }
  return [{ path, message: issue.message }];
}

/** RFC 6901. Keys come from the file: long ones are cut. */
function pointer(path: readonly PropertyKey[]): string {
  return path
    .map((key) => `/${String(key).slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
