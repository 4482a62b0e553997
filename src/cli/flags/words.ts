import type { Signal } from '../../core/abuse/index.ts';
import { formatMoment, table } from '../framework/index.ts';
import type { FlagLine } from '../operations/index.ts';

const LEVELS = { 1: 'person asked for', 2: 'locked out' } as const;

const SIGNALS: Readonly<Record<Signal, string>> = {
  badToken: 'bad tokens',
  early: 'early attempts',
  unproven: 'no proof of work',
  manyTokens: 'many places taken',
  manyPlaces: 'many admissions',
  manyNetworks: 'many networks',
  crowdedNetwork: 'crowded network',
};

/** A signal in words. */
export function nameOf(signal: Signal): string {
  return SIGNALS[signal];
}

export function flagTable(flags: readonly FlagLine[]): string {
  const rows = flags.map(({ reference, level, signal, since, until, isHuman }) => [
    reference,
    `${level}: ${LEVELS[level]}${isHuman ? ', passed' : ''}`,
    nameOf(signal),
    formatMoment(since),
    formatMoment(until),
  ]);
  return table(
    ['reference', 'level', 'for', 'since', 'until'].map((heading) => ({ heading })),
    rows,
  );
}
