import type { RowGroupDocument, SeatedBlockDocument, SectionDocument } from '../document.ts';
import { outlineAround, type Point } from '../geometry/index.ts';
import type { Entry } from './entries.ts';
import { exceptionsOf } from './exceptions.ts';
import { drawRows, ROW_DEPTH_M, round, rowWidth, traceRow } from './row-groups.ts';
import { type ManifestRow, rowsOf } from './rows.ts';
import { type ManifestTiers, mostFrequent } from './tiers.ts';

/** A section of a manifest, ready to be drawn at a corner. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): SectionDocument;
}

const AISLE_M = 1.2;
const MARGIN_M = 0.6;
const SEAT_MARGIN_M = 0.35;
const UNIT_SPACE_M = 2.5;
const UNIT_MARGIN_M = 0.8;
const STANDING_PER_M2 = 4;
const CORNERS_MAX = 60;

/** Whatever of a section does not depend on where it is drawn. */
interface Head {
  readonly id: string;
  readonly name?: string;
  readonly tier: string;
}

function headOf(entries: readonly Entry[], tiers: ManifestTiers): Head {
  const id = entries[0]?.section ?? '';
  const name = (entries[0]?.sectionName ?? id).slice(0, 80);
  return {
    id,
    ...(name === id ? {} : { name }),
    tier: mostFrequent(entries.map((entry) => tiers.of(entry).id)),
  };
}

function blocksOf(entries: readonly Entry[]): readonly (readonly [string, readonly Entry[]])[] {
  return [...Map.groupBy(entries, (entry) => entry.block)];
}

/** A section without positions: rows as straight lines, blocks side by side. */
export function drawSection(entries: readonly Entry[], tiers: ManifestTiers): Drawing {
  const [first] = entries;
  if (first?.kind === 'standing') return drawStanding(entries, tiers);
  if (first?.kind === 'units') return drawUnits(entries, tiers);
  return drawSeats(entries, tiers);
}

function drawSeats(entries: readonly Entry[], tiers: ManifestTiers): Drawing {
  const head = headOf(entries, tiers);
  const blocks = blocksOf(entries).map(([id, block]) => {
    const rows = rowsOf(block, tiers);
    return { id, rows, width: largest(rows.map(rowWidth)) };
  });
  const width =
    blocks.reduce((sum, block) => sum + block.width, 0) + (blocks.length - 1) * AISLE_M + 2 * MARGIN_M;
  const height = largest(blocks.map(({ rows }) => rows.length)) * ROW_DEPTH_M + 2 * MARGIN_M;
  return {
    width,
    height,
    at(x, y) {
      let left = x + MARGIN_M;
      const drawn = blocks.map(({ id, rows, width: blockWidth }): SeatedBlockDocument => {
        const groups = drawRows(rows, head.tier, left, y + MARGIN_M + ROW_DEPTH_M / 2, blockWidth);
        left += blockWidth + AISLE_M;
        return seatedBlock(id, groups, rows, tiers);
      });
      return { kind: 'seated', ...head, polygon: rectangle(x, y, width, height), blocks: drawn };
    },
  };
}

function seatedBlock(
  id: string,
  groups: readonly RowGroupDocument[],
  rows: readonly ManifestRow[],
  tiers: ManifestTiers,
): SeatedBlockDocument {
  const exceptions = exceptionsOf(rows, tiers);
  return { id, rows: [...groups], ...(exceptions.length === 0 ? {} : { exceptions: [...exceptions] }) };
}

function drawStanding(entries: readonly Entry[], tiers: ManifestTiers): Drawing {
  const side = Math.max(
    2,
    Math.sqrt(entries.reduce((sum, entry) => sum + entry.capacity, 0) / STANDING_PER_M2),
  );
  return {
    width: side,
    height: side,
    at: (x, y) => standingSection(entries, tiers, rectangle(x, y, side, side)),
  };
}

function standingSection(
  entries: readonly Entry[],
  tiers: ManifestTiers,
  polygon: [number, number][],
): SectionDocument {
  const head = headOf(entries, tiers);
  return {
    kind: 'standing',
    ...head,
    polygon,
    blocks: entries.map((entry) => ({
      id: entry.block,
      capacity: entry.capacity,
      ...lookOf(entry, head, tiers),
    })),
  };
}

function drawUnits(entries: readonly Entry[], tiers: ManifestTiers): Drawing {
  const columns = Math.ceil(Math.sqrt(entries.length));
  const width = columns * UNIT_SPACE_M;
  const height = Math.ceil(entries.length / columns) * UNIT_SPACE_M;
  return {
    width,
    height,
    at(x, y) {
      const spots = new Map(
        entries.map((entry, i): [Entry, [number, number]] => [
          entry,
          [
            round(x + ((i % columns) + 0.5) * UNIT_SPACE_M),
            round(y + (Math.floor(i / columns) + 0.5) * UNIT_SPACE_M),
          ],
        ]),
      );
      return unitsSection(
        entries,
        tiers,
        rectangle(x, y, width, height),
        (entry) => spots.get(entry) ?? [x, y],
      );
    },
  };
}

function unitsSection(
  entries: readonly Entry[],
  tiers: ManifestTiers,
  polygon: [number, number][],
  at: (entry: Entry) => [number, number],
): SectionDocument {
  const head = headOf(entries, tiers);
  return {
    kind: 'units',
    ...head,
    polygon,
    blocks: blocksOf(entries).map(([id, block]) => ({
      id,
      units: block.map((entry) => ({
        id: entry.seat,
        at: at(entry),
        admits: entry.capacity,
        ...lookOf(entry, head, tiers),
      })),
    })),
  };
}

function lookOf(
  entry: Entry,
  head: Head,
  tiers: ManifestTiers,
): { tier?: string; priceMinor?: number; attributes?: Entry['attributes'][number][] } {
  const tier = tiers.of(entry);
  return {
    ...(tier.id === head.tier ? {} : { tier: tier.id }),
    ...(tier.priceMinor === entry.priceMinor ? {} : { priceMinor: entry.priceMinor }),
    ...(entry.attributes.length === 0 ? {} : { attributes: [...new Set(entry.attributes)] }),
  };
}

/** A section whose lines have positions; its outline is drawn around them. */
export function traceSection(entries: readonly Entry[], tiers: ManifestTiers): SectionDocument {
  const points = entries.flatMap(({ at }): Point[] => (at === undefined ? [] : [at]));
  const [first] = entries;
  if (first?.kind === 'standing') {
    const [x, y] = first.at ?? [0, 0];
    const drawing = drawStanding(entries, tiers);
    return drawing.at(x - drawing.width / 2, y - drawing.height / 2);
  }
  if (first?.kind === 'units') {
    return unitsSection(entries, tiers, outline(points, UNIT_MARGIN_M), ({ at }) => [
      at?.[0] ?? 0,
      at?.[1] ?? 0,
    ]);
  }
  const head = headOf(entries, tiers);
  return {
    kind: 'seated',
    ...head,
    polygon: outline(points, SEAT_MARGIN_M),
    blocks: blocksOf(entries).map(([id, block]) => {
      const rows = rowsOf(block, tiers);
      return seatedBlock(
        id,
        rows.map((row) => traceRow(row, head.tier)),
        rows,
        tiers,
      );
    }),
  };
}

/** Not `Math.max(...)`: a manifest may have more rows than a call may have arguments. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function outline(points: readonly Point[], margin: number): [number, number][] {
  return outlineAround(points, margin, CORNERS_MAX).map(([x, y]) => [round(x), round(y)]);
}

function rectangle(x: number, y: number, width: number, height: number): [number, number][] {
  const [left, top, right, bottom] = [x, y, x + width, y + height].map(round) as [
    number,
    number,
    number,
    number,
  ];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}
