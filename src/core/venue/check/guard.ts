import { LIMITS } from '../limits.ts';
import type { Path, ProblemList } from './problem-list.ts';

interface Visit {
  readonly value: object;
  readonly path: Path;
}

/**
 * Refuses what no schema should have to meet: values that are not plain JSON, too deep or too many, numbers that are not finite, keys
 * that reach for prototypes. Walks without recursion and stops at the first excess, so the work is bounded whatever comes.
 *
 * @returns false when the document must not be looked at any further.
 */
export function guard(json: unknown, problems: ProblemList): boolean {
  const before = problems.count;
  const stack: Visit[] = [{ value: { document: json }, path: [] }];
  let values = 0;
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value, path } = visit;
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
    values += Array.isArray(value) ? value.length : Object.keys(value).length;
    if (values > LIMITS.values) {
      problems.add([], `has more than ${LIMITS.values} values; describe rows instead of listing seats`);
      return false;
    }
    for (const key of keys) {
      const child = (value as Record<string | number, unknown>)[key];
      if (key === '__proto__') problems.add([...path, key].slice(1), 'is not a field of this format');
      else if (typeof child === 'number' && !Number.isFinite(child))
        problems.add([...path, key].slice(1), 'must be a finite number');
      if (typeof child !== 'object' || child === null) continue;
      if (!isPlain(child)) {
        problems.add([...path, key].slice(1), 'must be a plain JSON value');
      } else if (path.length > LIMITS.depth) {
        problems.add(path.slice(1, 5), `is nested deeper than ${LIMITS.depth} levels`);
        return false;
      } else {
        stack.push({ value: child, path: [...path, key] });
      }
    }
  }
  return problems.count === before;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
