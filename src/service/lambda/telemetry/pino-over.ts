import type { Logger as Powertools } from '@aws-lambda-powertools/logger';
import { type Logger, pino } from 'pino';

const LEVELS = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'critical' } as const;

/** The service's own kind of logger, written by Powertools, so that every line has the invocation's ids. */
export function pinoOver(powertools: Powertools): Logger {
  return pino(
    { level: 'debug', base: null, timestamp: false },
    {
      write(line: string) {
        const { level, msg, ...rest } = JSON.parse(line) as { level: keyof typeof LEVELS; msg?: string };
        powertools[LEVELS[level] ?? 'info'](msg ?? '', rest);
      },
    },
  );
}
