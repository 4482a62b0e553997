import { slide, spanAt } from '../../core/abuse/index.ts';

/** Counts in a sliding window, as the service's stores of signals do. Times are epoch ms or ms since the opening, and never go back. */
export interface Counter<Of> {
  /** What the window that ends now holds, this one included. */
  count(of: Of, nowMs: number): number;
}

export function eventCounter(windowSeconds: number): Counter<unknown> {
  const spans = turning(windowSeconds, () => ({ count: 0 }));
  return {
    count(_, nowMs) {
      const { current, previous } = spans(nowMs);
      current.count += 1;
      return slide(previous.count, current.count, windowSeconds, nowMs);
    },
  };
}

/** Different ones of this window's span and of the one before. */
export function distinctCounter(windowSeconds: number): Counter<number> {
  const spans = turning(windowSeconds, () => ({ all: new Set<number>(), fresh: 0 }));
  return {
    count(of, nowMs) {
      const { current, previous } = spans(nowMs);
      if (!current.all.has(of) && !previous.all.has(of)) current.fresh += 1;
      current.all.add(of);
      return previous.all.size + current.fresh;
    },
  };
}

/** What is kept of the span that is now and of the one before. */
function turning<Kept>(windowSeconds: number, none: () => Kept) {
  let span = Number.NEGATIVE_INFINITY;
  let kept = { current: none(), previous: none() };
  return (nowMs: number): { readonly current: Kept; readonly previous: Kept } => {
    const now = spanAt(windowSeconds, nowMs).span;
    if (now !== span) kept = { current: none(), previous: now === span + 1 ? kept.current : none() };
    span = now;
    return kept;
  };
}
