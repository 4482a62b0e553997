import type { z } from 'zod';
import type { Path, ProblemList } from './problem-list.ts';

type Issue = z.core.$ZodIssue;

/** Turns what the schema found into problems; of an either-or it reports the alternative that came closest. */
export function addSchemaProblems(issues: readonly Issue[], base: Path, problems: ProblemList): void {
  for (const issue of issues) {
    const path = [...base, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) problems.add([...path, key], 'is not a field of this format');
    } else if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      addSchemaProblems(closest(issue.errors), path, problems);
    } else {
      problems.add(path, issue.message);
    }
  }
}

/** The alternative of the right type (its findings lie deeper); failing that, the first. */
function closest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  const ofRightType = alternatives.filter((issues) =>
    issues.every((issue) => issue.code !== 'invalid_type' || issue.path.length > 0),
  );
  return ofRightType[0] ?? alternatives[0] ?? [];
}
