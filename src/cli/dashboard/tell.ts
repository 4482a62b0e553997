import type { OperationsSnapshot } from '../../service/operations/index.ts';
import type { News } from '../operations/index.ts';

/** A line of the dashboard where no terminal is: a snapshot, or since when there is none. */
export type Told =
  | ({ readonly type: 'snapshot' } & OperationsSnapshot)
  | { readonly type: 'lost'; readonly atMs: number; readonly why: string };

/**
 * Tells snapshots one by one, at most `count` of them; a loss of the connection is told once, when it begins.
 *
 * @returns how many snapshots were told.
 */
export async function tellSnapshots(
  news: AsyncIterable<News>,
  { count, nowMs, emit }: { readonly count: number; readonly nowMs: () => number; emit(told: Told): void },
): Promise<number> {
  let told = 0;
  let isLost = false;
  for await (const each of news) {
    if (each.type === 'snapshot') {
      emit({ type: 'snapshot', ...each.snapshot });
      isLost = false;
      told++;
      if (told >= count) break;
    } else if (!isLost) {
      emit({ type: 'lost', atMs: nowMs(), why: each.why });
      isLost = true;
    }
  }
  return told;
}
