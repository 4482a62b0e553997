/**
 * The clock gain that lets in `wanted` people, by bisection: `released(gain)` never falls as the gain grows.
 *
 * @returns a gain between `least` and `most`; `most` when even that lets in fewer.
 */
export function gainFor(
  wanted: number,
  released: (gain: number) => number,
  least: number,
  most: number,
): number {
  if (wanted <= released(least)) return least;
  let low = least;
  let high = least;
  // The answer is usually small: look for it from below, so that the bisection starts in the right place.
  do {
    low = high;
    high = Math.min(most, Math.max(high * 4, 1e-9));
    if (released(high) >= wanted) return bisect(wanted, released, low, high);
  } while (high < most);
  return most;
}

/** Four digits are more than the estimate of the people has. */
const PRECISION = 1e-4;

function bisect(wanted: number, released: (gain: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > PRECISION * high) {
    const middle = (low + high) / 2;
    if (released(middle) >= wanted) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
