import type { BundleLine } from '../bundle.ts';
import { type ChainLink, chainStart, type LinkDraft, linkDraft, linkHash } from '../chain.ts';
import type { Evidence } from '../evidence.ts';
import { scheduleHistory } from '../schedule-history.ts';
import type { OpenedDraw } from './opened-draw.ts';

/** What somebody saw published while the sale ran. */
export interface SeenPromise {
  readonly commitment: string;
  /** The newest link then; null before the first. */
  readonly chain: { readonly n: number; readonly hash: string } | null;
}

/** Links are made every minute while there is evidence, else every ten minutes. A longer silence is told. */
const GAP_SECONDS = 15 * 60;
/** Evidence is chained within a minute or so. */
const CHAINED_WITHIN_SECONDS = 180;

export interface ChainCheck {
  evidence(evidence: Evidence, where: string): void;
  link(link: Extract<BundleLine, { kind: 'link' }>, where: string): void;
  finish(): void;
  links(): number;
  /** The smallest share of arrivals that was sampled so far; 0 before the first link. */
  sampled(): number;
}

/** The chain holds together, covers every piece, runs through the whole sale, and is the one that was seen then. */
export function chainCheck(draw: OpenedDraw, seen: readonly SeenPromise[]): ChainCheck {
  const { hashing, head, findings } = draw;
  const history = scheduleHistory();
  const seenHashes = new Map(
    seen.flatMap(({ chain }) => (chain === null ? [] : [[chain.n, chain.hash] as const])),
  );
  let draft: LinkDraft = linkDraft(hashing);
  let prev = chainStart(hashing, head.commitment, head.sampleKey);
  let links = 0;
  let lastAt: number | undefined;
  let sampled = 0;

  for (const { commitment } of seen)
    if (commitment !== head.commitment)
      findings.add(
        'rewritten',
        'commitment',
        `before or during the sale another commitment was published: ${commitment}`,
      );

  function checkCover(link: ChainLink, where: string): void {
    const roots = draft.roots();
    for (const kind of ['minted', 'admitted', 'schedule'] as const) {
      const [is, was] = [roots[kind], link[kind]];
      if (is.count !== was.count)
        findings.add(
          'tampered-log',
          where,
          `link ${link.n} covers ${was.count} entries of kind ${kind}, and ${is.count} are here`,
        );
      else if (is.root !== was.root)
        findings.add(
          'tampered-log',
          where,
          `the ${kind} entries before link ${link.n} are not those it was made over`,
        );
    }
  }

  function checkGap(at: number, where: string): void {
    const from = Math.max(lastAt ?? head.rules.opensAt, head.rules.opensAt);
    const until = Math.min(at, head.closedAt);
    if (until - from > GAP_SECONDS)
      findings.add(
        'missing-evidence',
        where,
        `nothing was chained from ${from} to ${until}, while the sale was open`,
      );
  }

  return {
    evidence(evidence, where) {
      draft.add(evidence);
      const noted = evidence.atMs / 1000;
      if (lastAt !== undefined && noted < lastAt - CHAINED_WITHIN_SECONDS)
        findings.add(
          'backdated',
          where,
          `this is said to have been noted at ${noted}, and was not there when the link of ${lastAt} was made`,
        );
      if (evidence.kind !== 'schedule') return;
      for (const {
        kind,
        entry: [from, tau],
      } of history.see(noted, evidence.schedule))
        findings.add(
          kind === 'backdated' ? 'backdated' : 'broken-schedule',
          where,
          kind === 'backdated'
            ? `the entry of the schedule with τ = ${tau} from ${from} on was published when it was in force already`
            : `the entry of the schedule with τ = ${tau} from ${from} on was changed after it was in force`,
        );
    },
    link({ kind: _, hash, ...link }, where) {
      if (link.n !== links)
        findings.add('tampered-log', where, `link ${links} is missing; this is link ${link.n}`);
      if (link.prev !== prev)
        findings.add(
          'tampered-log',
          where,
          links === 0
            ? 'the chain does not begin with this commitment and sample key'
            : `link ${link.n} does not follow the one before it`,
        );
      if (linkHash(hashing, link) !== hash)
        findings.add('tampered-log', where, `link ${link.n} was changed: its hash is another`);
      if (seenHashes.has(link.n) && seenHashes.get(link.n) !== hash)
        findings.add(
          'rewritten',
          where,
          `during the sale another link ${link.n} was published: ${seenHashes.get(link.n)}`,
        );
      seenHashes.delete(link.n);
      if (lastAt !== undefined && link.at < lastAt)
        findings.add('tampered-log', where, `link ${link.n} is older than the one before it`);
      checkCover(link, where);
      checkGap(link.at, where);
      history.unchangedUntil(link.at - CHAINED_WITHIN_SECONDS);
      sampled = links === 0 ? link.sampled : Math.min(sampled, link.sampled);
      [draft, prev, lastAt, links] = [linkDraft(hashing), hash, link.at, link.n + 1];
    },
    finish() {
      if (draft.count() > 0)
        findings.add('tampered-log', 'end', `the last ${draft.count()} entries are covered by no link`);
      checkGap(head.closedAt, 'end');
      for (const [n, hash] of seenHashes)
        findings.add(
          'rewritten',
          'end',
          `during the sale a link ${n} was published, and it is not here: ${hash}`,
        );
      if (links > 0) checkHistory(head.schedule);
    },
    links: () => links,
    sampled: () => sampled,
  };

  /** The schedule that is published at last is the one that was seen in force. */
  function checkHistory(published: typeof head.schedule): void {
    const seenOnes = history.entries();
    const spelt = ([from, tau, reading]: readonly [number, number, number]) => `${from} ${tau} ${reading}`;
    const known = new Set(seenOnes.map(spelt));
    const missing = published.filter((entry) => !known.has(spelt(entry)) && entry[0] <= head.closedAt);
    const told = new Set(published.map(spelt));
    const left = seenOnes.filter((entry) => !told.has(spelt(entry)) && entry[0] <= head.closedAt);
    for (const [from, tau] of missing)
      findings.add(
        'broken-schedule',
        'schedule',
        `nobody saw τ = ${tau} from ${from} on in force during the sale`,
      );
    for (const [from, tau] of left)
      findings.add(
        'broken-schedule',
        'schedule',
        `τ = ${tau} from ${from} on was in force during the sale, and is not told`,
      );
  }
}
