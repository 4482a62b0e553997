import type { ExceptionDocument, SeatedBlockDocument, SectionDocument } from '../document.ts';
import { insidePoint } from '../geometry/index.ts';
import { attributeList, attributeMask } from './attributes.ts';
import { type Places, placeRow } from './curve.ts';
import { layoutRows, seatNumbersOf } from './row-layout.ts';
import { STANDING_ROW, UNIT_ROW } from './section.ts';
import type { PriceTier, VenueSeat } from './types.ts';

type Tiers = ReadonlyMap<string, PriceTier>;

interface DerivedRow extends Places {
  readonly id: string;
  readonly tier: string;
  readonly attributes: number;
  readonly numbers: readonly string[];
}

/** Every reservable unit of a section, in plan order. */
export function deriveSeats(section: SectionDocument, tiers: Tiers): readonly VenueSeat[] {
  const seats: VenueSeat[] = [];
  if (section.kind === 'seated')
    for (const block of section.blocks) deriveSeatedBlock(seats, section, block, tiers);
  if (section.kind === 'standing') deriveStanding(seats, section, tiers);
  if (section.kind === 'units') deriveUnits(seats, section, tiers);
  return seats;
}

function deriveRows(block: SeatedBlockDocument, sectionTier: string): readonly DerivedRow[] {
  return block.rows.flatMap((group) => {
    const rows = layoutRows(group);
    const attributes = attributeMask(group.attributes);
    return rows.map((row, index) => ({
      id: row.id,
      tier: row.tier ?? sectionTier,
      attributes,
      numbers: seatNumbersOf(group, row),
      ...placeRow(group, row, index, rows.length),
    }));
  });
}

function deriveSeatedBlock(
  seats: VenueSeat[],
  section: SectionDocument,
  block: SeatedBlockDocument,
  tiers: Tiers,
): void {
  const rows = deriveRows(block, section.tier);
  const changes = exceptionsBySeat(rows, block.exceptions ?? []);
  rows.forEach((row, rowIndex) => {
    row.numbers.forEach((number, position) => {
      const change = changes.get(rowIndex)?.get(position);
      const tier = change?.tier ?? row.tier;
      seats.push({
        seatId: `${section.id}#${block.id}#${row.id}#${number}`,
        index: seats.length,
        sectionId: section.id,
        blockId: block.id,
        rowId: row.id,
        number,
        tier,
        priceMinor: change?.priceMinor ?? tiers.get(tier)?.priceMinor ?? 0,
        x: toCentimetre(row.xs[position] ?? 0),
        y: toCentimetre(row.ys[position] ?? 0),
        attributes: attributeList(row.attributes | (change?.attributes ?? 0)),
        admits: 1,
      });
    });
  });
}

interface SeatChange {
  tier?: string | undefined;
  priceMinor?: number | undefined;
  attributes: number;
}

function exceptionsBySeat(
  rows: readonly DerivedRow[],
  exceptions: readonly ExceptionDocument[],
): ReadonlyMap<number, ReadonlyMap<number, SeatChange>> {
  const rowIndex = new Map(rows.map((row, index) => [row.id, index]));
  const changes = new Map<number, Map<number, SeatChange>>();
  for (const exception of exceptions) {
    const first = rowIndex.get(exception.row) ?? 0;
    const last = rowIndex.get(exception.toRow ?? exception.row) ?? -1;
    for (let row = first; row <= last; row += 1) {
      const numbers = rows[row]?.numbers ?? [];
      const from = exception.from === undefined ? 0 : numbers.indexOf(exception.from);
      const to = exception.to === undefined ? numbers.length - 1 : numbers.indexOf(exception.to);
      const ofRow = changes.get(row) ?? new Map<number, SeatChange>();
      changes.set(row, ofRow);
      for (let position = Math.max(0, from); from >= 0 && position <= to; position += 1) {
        const before = ofRow.get(position);
        ofRow.set(position, {
          tier: exception.tier ?? before?.tier,
          priceMinor: exception.priceMinor ?? (exception.tier === undefined ? before?.priceMinor : undefined),
          attributes: (before?.attributes ?? 0) | attributeMask(exception.attributes),
        });
      }
    }
  }
  return changes;
}

function deriveStanding(
  seats: VenueSeat[],
  section: SectionDocument & { kind: 'standing' },
  tiers: Tiers,
): void {
  const [x, y] = insidePoint(section.polygon);
  for (const block of section.blocks) {
    const attributes = attributeList(attributeMask(block.attributes));
    const tier = block.tier ?? section.tier;
    const priceMinor = block.priceMinor ?? tiers.get(tier)?.priceMinor ?? 0;
    for (let place = 1; place <= block.capacity; place += 1) {
      const number = String(place);
      seats.push({
        seatId: `${section.id}#${block.id}#${STANDING_ROW}#${number}`,
        index: seats.length,
        sectionId: section.id,
        blockId: block.id,
        rowId: STANDING_ROW,
        number,
        tier,
        priceMinor,
        x: toCentimetre(x),
        y: toCentimetre(y),
        attributes,
        admits: 1,
      });
    }
  }
}

function deriveUnits(seats: VenueSeat[], section: SectionDocument & { kind: 'units' }, tiers: Tiers): void {
  for (const block of section.blocks) {
    for (const unit of block.units) {
      const tier = unit.tier ?? section.tier;
      seats.push({
        seatId: `${section.id}#${block.id}#${UNIT_ROW}#${unit.id}`,
        index: seats.length,
        sectionId: section.id,
        blockId: block.id,
        rowId: UNIT_ROW,
        number: unit.id,
        tier,
        priceMinor: unit.priceMinor ?? tiers.get(tier)?.priceMinor ?? 0,
        x: unit.at[0],
        y: unit.at[1],
        attributes: attributeList(attributeMask(unit.attributes)),
        admits: unit.admits,
      });
    }
  }
}

function toCentimetre(metres: number): number {
  return Math.round(metres * 100) / 100;
}
