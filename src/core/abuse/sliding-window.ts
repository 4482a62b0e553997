/** Which span of `windowSeconds` a moment falls into, and the share of it that is over. */
export function spanAt(
  windowSeconds: number,
  nowMs: number,
): { readonly span: number; readonly passed: number } {
  const spans = nowMs / (windowSeconds * 1000);
  return { span: Math.floor(spans), passed: spans - Math.floor(spans) };
}

/** What the window that ends now holds, when the events of the span before are taken as spread evenly. */
export function slide(previous: number, current: number, windowSeconds: number, nowMs: number): number {
  return current + previous * (1 - spanAt(windowSeconds, nowMs).passed);
}
