import type { EventAvailability } from '../api/index.ts';

/** Free seats by section at one moment. */
interface Look {
  readonly atMs: number;
  readonly freeById: ReadonlyMap<string, number>;
}

/** Looks at the stock, oldest first, over the last while. */
export type Looks = readonly Look[];

const WINDOW_MS = 60_000;
/** Fewer seats than this may be one family. */
const FEWEST_GONE = 4;
/** Sections marked, as a share of those that sell at all. */
const MARKED_SHARE = 0.2;

/** The looks with one more, and without those that no longer say anything about now. */
export function withLook(looks: Looks, { asOfMs, sections }: EventAvailability): Looks {
  const last = looks.at(-1);
  if (last !== undefined && asOfMs <= last.atMs) return looks;
  const freeById = new Map(sections.map(({ sectionId, available }) => [sectionId, available]));
  return [...looks.filter(({ atMs }) => atMs >= asOfMs - WINDOW_MS), { atMs: asOfMs, freeById }];
}

/**
 * Sections that go fastest, as measured: the fifth of the selling ones that lost the greatest share of their free seats within the last
 * minute. Nothing until there are two looks to compare.
 */
export function sellingFast(looks: Looks): ReadonlySet<string> {
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined || first === last) return new Set();
  const losses = [...last.freeById].flatMap(([id, free]) => {
    const before = first.freeById.get(id) ?? free;
    const gone = before - free;
    return gone >= FEWEST_GONE && free > 0 ? [{ id, share: gone / before }] : [];
  });
  losses.sort((a, b) => b.share - a.share);
  return new Set(losses.slice(0, Math.ceil(losses.length * MARKED_SHARE)).map(({ id }) => id));
}
