/** What must not be found: a measure, a comparison, a limit. */
export interface Condition {
  /** As it is written in the scenario. */
  readonly text: string;
  readonly path: string;
  readonly operator: Operator;
  readonly limit: number;
}

export type Operator = '>' | '>=' | '<' | '<=';

const FORM = /^\s*(\S.*?)\s*(>=|<=|>|<)\s*(\S.*?)\s*$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads `path operator number`; answers what is wrong as text.
 *
 * @param read reads limits that are no plain numbers, such as lengths of time
 */
export function parseCondition(
  text: string,
  read: (limit: string) => number | undefined = () => undefined,
): Condition | string {
  const [, path, operator, number] = FORM.exec(text) ?? [];
  if (path === undefined || operator === undefined || number === undefined) {
    return 'must read like "errors.rate > 0.05": a measure, one of > >= < <=, a number';
  }
  const limit = NUMBER.test(number) ? Number(number) : (read(number) ?? Number.NaN);
  if (!Number.isFinite(limit)) return `${JSON.stringify(number)} is not a number`;
  return { text, path, operator: operator as Operator, limit };
}

/** Whether a number is what the condition forbids. */
export function holdsFor({ operator, limit }: Condition, value: number): boolean {
  switch (operator) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
  }
}
