import type { Venue } from '../plan/index.ts';

/** Dearest first. Told apart with the common kinds of colour blindness (after Okabe and Ito, then Tol). */
const TIER_COLOURS = [
  '#d55e00',
  '#e69f00',
  '#009e73',
  '#56b4e9',
  '#0072b2',
  '#cc79a7',
  '#999933',
  '#882255',
  '#44aa99',
  '#332288',
] as const;

export const COLOURS = {
  ink: '#1c2430',
  paper: '#ffffff',
  outline: '#5b6675',
  gone: '#c9ced6',
  faint: '#edf0f4',
  grass: '#cfe8c6',
  stage: '#3b4252',
  floor: '#f3ead9',
} as const;

/** Colour of each tier; with more than ten tiers colours repeat, and the legend's order tells. */
export function tierColours(venue: Venue): ReadonlyMap<string, string> {
  const dearestFirst = [...venue.tiers].sort((a, b) => b.priceMinor - a.priceMinor);
  return new Map(
    dearestFirst.map((tier, i) => [tier.id, TIER_COLOURS[i % TIER_COLOURS.length] ?? COLOURS.outline]),
  );
}
