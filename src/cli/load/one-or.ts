import type { Problem } from '../../core/errors/index.ts';

/** One problem speaks for itself; several are listed below a line that says what they have in common. */
export function oneOr(problems: readonly Problem[], several: string): string {
  const [only, ...more] = problems;
  return only === undefined || more.length > 0 ? several : `${only.path}: ${only.message}`;
}
