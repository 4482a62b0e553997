import { type DrawOptions, type Draws, type DrawTerms, drawAll, fillShares } from '../draw/index.ts';
import { keyedRandom } from '../random/index.ts';
import type { DesignName } from './designs.ts';
import type { Group } from './groups.ts';

/** What everybody draws; two of the broken designs draw differently. */
export async function drawsOf(
  design: DesignName,
  terms: DrawTerms,
  groups: readonly Group[],
  options: DrawOptions,
): Promise<Draws> {
  const count = groups.reduce((sum, { people }) => sum + people, 0);
  const draws = await drawAll(terms, count, options);
  if (design === 'biasedHash') {
    for (let i = 0; i < count; i++) draws.v[i] = (draws.v[i] as number) / 2;
    fillShares(draws, terms, 0, count);
  }
  if (design === 'rerollable') for (const group of groups) keepLuckiest(draws, terms, group);
  return draws;
}

/** Every token minted is a fresh draw, and only the luckiest is used. */
function keepLuckiest(draws: Draws, terms: DrawTerms, group: Group): void {
  const end = group.start + group.people;
  for (let mint = 1; mint < group.mintsPerToken; mint++) {
    const again = keyedRandom(terms.seed, `mint ${mint}`);
    for (let i = group.start; i < end; i++) {
      draws.v[i] = Math.min(draws.v[i] as number, again.unit(i));
    }
  }
  if (group.mintsPerToken > 1) fillShares(draws, terms, group.start, end);
}
