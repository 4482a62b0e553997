import { type Problem, UserError } from '../../core/errors/index.ts';
import { PRESETS } from './presets.ts';
import { type Deployment, deployment } from './schema.ts';

/** Lambda leaves this many environments to functions without a reservation; it refuses to reserve them. */
const UNRESERVED_MIN = 100;

/**
 * A deployment from what the operator wrote: the preset named, and over it whatever else is there.
 *
 * @throws UserError `DEPLOYMENT_INVALID` with every problem at once.
 */
export function parseDeployment(written: unknown): Deployment {
  const preset = PRESETS[presetOf(written) as keyof typeof PRESETS];
  const parsed = deployment.safeParse(overlaid(preset ?? {}, written));
  const problems = parsed.success
    ? problemsOf(parsed.data)
    : parsed.error.issues.map(({ path, message }) => ({ path: `/${path.map(String).join('/')}`, message }));
  if (!parsed.success || problems.length > 0)
    throw new UserError('DEPLOYMENT_INVALID', 'this cannot be deployed; put right what is listed', problems);
  return parsed.data;
}

function presetOf(written: unknown): unknown {
  return isObject(written) ? written.preset : undefined;
}

/** `above` over `below`, key by key; what is not an object replaces what was there. A union's member is replaced whole. */
function overlaid(below: unknown, above: unknown): unknown {
  if (!isObject(below) || !isObject(above) || 'kind' in above) return above;
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) result[key] = overlaid(below[key], value);
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with settings that are right one by one. */
function problemsOf(wanted: Deployment): readonly Problem[] {
  const { concurrency, quotas, warm, throttle, payments, devLogin, identity } = wanted;
  const problems: Problem[] = [];
  const mind = (isWrong: boolean, path: string, message: string) => {
    if (isWrong) problems.push({ path, message });
  };
  mind(
    !devLogin && identity === null,
    '/identity',
    'nobody could sign in: name an identity provider, or set devLogin for a rehearsal',
  );
  mind(
    devLogin && payments.kind !== 'rehearsal',
    '/devLogin',
    'anybody could buy as anybody: only a rehearsal, in which no money moves, may have it',
  );
  const reserved = Object.values(concurrency).reduce((sum, count) => sum + count, 0);
  mind(
    reserved > quotas.lambdaConcurrency - UNRESERVED_MIN,
    '/concurrency',
    `${reserved} in all, of ${quotas.lambdaConcurrency} granted less the ${UNRESERVED_MIN} that Lambda keeps: ask for more and write it into quotas`,
  );
  for (const [table, units] of Object.entries(warm ?? {})) {
    const path = `/warm/${table}`;
    mind(
      units.writeUnits > quotas.tableWriteUnits,
      path,
      `more writes than ${quotas.tableWriteUnits} granted`,
    );
    mind(units.readUnits > quotas.tableReadUnits, path, `more reads than ${quotas.tableReadUnits} granted`);
  }
  mind(
    throttle.everything > quotas.apiRequestsPerSecond,
    '/throttle/everything',
    `more than the ${quotas.apiRequestsPerSecond} requests per second granted to API Gateway`,
  );
  mind(throttle.queue >= throttle.everything, '/throttle/queue', 'leaves nothing for holds and checkouts');
  return problems;
}
