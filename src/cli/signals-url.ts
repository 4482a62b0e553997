import type { Logger } from 'pino';
import { type AbuseRule, DEFAULT_RULES, parseRules } from '../core/abuse/index.ts';
import { UserError } from '../core/errors/index.ts';
import { createMemorySignals } from '../service/adapters/signals-memory/index.ts';
import type { SignalStore } from '../service/ports/index.ts';
import { type Context, readText, text } from './framework/index.ts';

const MEMORY = 'memory:';

/** `--signals`, for commands that count what cheats do. */
export const signalsOption = text({
  summary:
    'where abuse is counted and flags are kept: in this process, or in a Redis that several servers share',
  placeholder: 'URL',
  default: MEMORY,
  pattern: /^(?:memory:|rediss?:\/\/[^\s]+)$/,
  expected: 'memory: or redis://HOST:PORT',
});

export const abuseRulesOption = text({
  summary: 'rules of the abuse ladder, a JSON file; docs/abuse.md has those in force without one',
  placeholder: 'FILE',
});

/** Opens the signals a URL names; the caller closes them. A Redis that is not there is no error: nobody is counted until it is. */
export async function openSignals(url: string, log: Logger): Promise<SignalStore> {
  if (url === MEMORY) return createMemorySignals();
  const { openRedisSignals } = await import('../service/adapters/signals-redis/index.ts');
  return openRedisSignals({ url, log });
}

/** @throws UserError when the file cannot be read, is not JSON, or holds rules that are not valid. */
export async function readAbuseRules(ctx: Context, file: string | undefined): Promise<readonly AbuseRule[]> {
  if (file === undefined) return DEFAULT_RULES;
  const content = await readText(ctx, file);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new UserError('INVALID_RULES', `${file} is not JSON: ${(error as Error).message}`);
  }
  return parseRules(value);
}
