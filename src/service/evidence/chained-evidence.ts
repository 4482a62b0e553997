import type { ChainLink, Evidence } from '../../core/proof/index.ts';
import type { ChainedEntry, SaleJournal } from '../ports/index.ts';

/** Evidence of the journal in the order of the chain: the pieces of a link, then the link. What no link covers yet comes last. */
export type ChainedPiece =
  | Evidence
  | { readonly kind: 'link'; readonly link: ChainLink; readonly hash: string };

const PAGE = 500;

/**
 * Everything the journal has of one event under one commitment. A link was made over the first pieces that no link before it covers,
 * whatever was recorded until it was written down itself.
 */
export async function* chainedEvidence(
  journal: SaleJournal,
  eventId: string,
  commitment: string,
): AsyncGenerator<ChainedPiece> {
  const waiting: Evidence[] = [];
  let next = 0;
  let cursor: string | null = null;
  for (;;) {
    const page = await journal.read(eventId, cursor, PAGE);
    if (page.entries.length === 0) break;
    cursor = page.cursor;
    for (const entry of page.entries) {
      if (entry.kind !== 'chained') {
        waiting.push(entry);
        continue;
      }
      if (entry.commitment !== commitment || entry.link.n !== next) continue;
      next += 1;
      yield* waiting.splice(0, sizeOf(entry.link));
      yield { kind: 'link', link: entry.link, hash: entry.hash };
    }
  }
  yield* waiting;
}

/** Pieces of evidence that a link covers. */
export function sizeOf({ minted, admitted, schedule }: ChainedEntry['link']): number {
  return minted.count + admitted.count + schedule.count;
}
