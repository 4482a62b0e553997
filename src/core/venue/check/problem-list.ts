import type { Problem } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';

export type Path = readonly (string | number)[];

/** Collects findings. Past the limit it only counts, so that a file wrong in every line still gives a readable answer. */
export interface ProblemList {
  add(path: Path, message: string): void;
  readonly count: number;
  all(): readonly Problem[];
}

export function problemList(): ProblemList {
  const problems: Problem[] = [];
  let count = 0;
  return {
    add(path, message) {
      count += 1;
      if (problems.length < LIMITS.problems) problems.push({ path: pointer(path), message });
    },
    get count() {
      return count;
    },
    all() {
      const unlisted = count - problems.length;
      if (unlisted === 0) return problems;
      return [...problems, { path: '', message: `${unlisted} more problems are not listed` }];
    },
  };
}

/** RFC 6901. Keys come from the file: long ones are cut. */
function pointer(path: Path): string {
  return path
    .map((key) => `/${String(key).slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
