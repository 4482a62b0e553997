/** What can be wrong with a draw. docs/draw.md says what each means. */
export type FindingCode =
  | 'grindable'
  | 'unproven'
  | 'unproven-beacon'
  | 'wrong-beacon'
  | 'late-commitment'
  | 'swapped-key'
  | 'broken-schedule'
  | 'tampered-log'
  | 'missing-evidence'
  | 'rewritten'
  | 'backdated'
  | 'favoured-user'
  | 'passed-over'
  | 'wrong-slot'
  | 'double-admission'
  | 'wrong-party'
  | 'wrong-seats'
  | 'uneven-draws'
  | 'wrong-token'
  | 'unreadable';

export interface Finding {
  readonly code: FindingCode;
  /** One sentence: what was found, with the numbers. */
  readonly message: string;
  /** `line 12` of the bundle, a member of its first line, or `token`. */
  readonly where: string;
}

export interface Findings {
  add(code: FindingCode, where: string, message: string): void;
  count(): number;
  /** The first of every code, in the order in which they came; how many were left out is told with the last of their code. */
  list(): readonly Finding[];
}

/** A log that was tampered with may differ in every line; nobody reads a million of the same. */
const LISTED_PER_CODE = 50;

export function findingsList(): Findings {
  const kept: Finding[] = [];
  const counts = new Map<FindingCode, number>();
  return {
    add(code, where, message) {
      const before = counts.get(code) ?? 0;
      counts.set(code, before + 1);
      if (before < LISTED_PER_CODE) kept.push({ code, message, where });
    },
    count: () => [...counts.values()].reduce((sum, one) => sum + one, 0),
    list: () =>
      kept.map((finding, i) => {
        const more = (counts.get(finding.code) ?? 0) - LISTED_PER_CODE;
        const isLast = kept.findLastIndex(({ code }) => code === finding.code) === i;
        return more > 0 && isLast
          ? { ...finding, message: `${finding.message} (and ${more} more like it)` }
          : finding;
      }),
  };
}
