import type { SectionDocument } from '../document.ts';
import { layoutRows } from './row-layout.ts';
import type { Block, PriceTier, Row, Section, VenueSeat } from './types.ts';

/** Row ids of units that have no row. */
export const STANDING_ROW = 'GA';
export const UNIT_ROW = 'U';

type Tiers = ReadonlyMap<string, PriceTier>;
export type SectionOutline = Omit<Section, 'tierIds' | 'minPriceMinor' | 'maxPriceMinor'>;

/** A section's blocks, rows and counts: everything that needs no position. */
export function outlineSection(
  document: SectionDocument,
  levelId: string,
  firstSeat: number,
): SectionOutline {
  const blocks: Block[] = [];
  let seatCount = 0;
  for (const block of document.blocks) {
    const rows = rowsOf(block, seatCount);
    const blockSeats = rows.reduce((sum, row) => sum + row.seatCount, 0);
    blocks.push({
      id: block.id,
      name: block.name ?? block.id,
      rows,
      firstSeat: seatCount,
      seatCount: blockSeats,
    });
    seatCount += blockSeats;
  }
  const { id, kind, polygon, tier } = document;
  return { id, tier, name: document.name ?? id, levelId, kind, polygon, blocks, seatCount, firstSeat };
}

function rowsOf(block: SectionDocument['blocks'][number], firstSeat: number): readonly Row[] {
  if ('capacity' in block) return [singleRun(STANDING_ROW, firstSeat, block.capacity)];
  if ('units' in block) return [singleRun(UNIT_ROW, firstSeat, block.units.length)];
  let next = firstSeat;
  return block.rows.flatMap(layoutRows).map((layout) => {
    const rowFirst = next;
    const runs = layout.runs.map((run) => {
      const runFirst = next;
      next += run.count;
      return { firstSeat: runFirst, seatCount: run.count };
    });
    return { id: layout.id, firstSeat: rowFirst, seatCount: layout.seatCount, runs };
  });
}

function singleRun(id: string, firstSeat: number, seatCount: number): Row {
  return { id, firstSeat, seatCount, runs: [{ firstSeat, seatCount }] };
}

/** Which tiers and prices occur. Only sections whose seats differ within a row need their seats derived to tell. */
export function priceSection(
  outline: SectionOutline,
  document: SectionDocument,
  tiers: Tiers,
  seats: () => readonly VenueSeat[],
): Section {
  const rates = hasOwnPrices(document)
    ? seats().map(({ tier, priceMinor }) => ({ tier, priceMinor }))
    : rowTiers(document).map((tier) => ({ tier, priceMinor: tiers.get(tier)?.priceMinor ?? 0 }));
  const prices = rates.reduce(
    (range, { priceMinor }) => ({
      min: Math.min(range.min, priceMinor),
      max: Math.max(range.max, priceMinor),
    }),
    { min: Infinity, max: -Infinity },
  );
  const tierIds = [...new Set(rates.map((rate) => rate.tier))].sort(
    (a, b) => (tiers.get(b)?.priceMinor ?? 0) - (tiers.get(a)?.priceMinor ?? 0),
  );
  return { ...outline, tierIds, minPriceMinor: prices.min, maxPriceMinor: prices.max };
}

function hasOwnPrices(document: SectionDocument): boolean {
  if (document.kind === 'units') return true;
  if (document.kind === 'standing') return document.blocks.some((block) => block.priceMinor !== undefined);
  return document.blocks.some((block) =>
    block.exceptions?.some((exception) => exception.tier !== undefined || exception.priceMinor !== undefined),
  );
}

function rowTiers(document: SectionDocument): readonly string[] {
  if (document.kind === 'standing') return document.blocks.map((block) => block.tier ?? document.tier);
  if (document.kind === 'units') return [];
  return document.blocks.flatMap((block) => block.rows.flatMap((group) => group.tier ?? document.tier));
}
