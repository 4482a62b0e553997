/** How many colours the style sheet has for price tiers; more tiers share them, and the number tells them apart. */
const COLOURS = 8;

export function tierClass(index: number): string {
  return `tier-${index % COLOURS}`;
}

/** A tier's colour and number, as on the map. */
export function TierMark({ index }: { readonly index: number }) {
  return (
    <span className={`tier-mark ${tierClass(index)}`} aria-hidden="true">
      {index + 1}
    </span>
  );
}
