import type { ExceptionDocument } from '../document.ts';
import { attributeMask } from '../plan/index.ts';
import type { Entry } from './entries.ts';
import type { ManifestRow } from './rows.ts';
import type { ManifestTiers } from './tiers.ts';

/** Seats that differ from their row in tier, price or attributes, run by run. */
export function exceptionsOf(
  rows: readonly ManifestRow[],
  tiers: ManifestTiers,
): readonly ExceptionDocument[] {
  return rows.flatMap((row) => {
    const exceptions: ExceptionDocument[] = [];
    let begun = 0;
    while (begun < row.seats.length) {
      const look = lookOf(row.seats[begun], row, tiers);
      let end = begun + 1;
      while (end < row.seats.length && lookOf(row.seats[end], row, tiers) === look) end += 1;
      const exception = exceptionFor(row, begun, end, tiers);
      if (exception !== undefined) exceptions.push(exception);
      begun = end;
    }
    return exceptions;
  });
}

function lookOf(entry: Entry | undefined, row: ManifestRow, tiers: ManifestTiers): string {
  if (entry === undefined) return '';
  const tier = tiers.of(entry);
  return `${tier.id === row.tier ? '' : tier.id} ${entry.priceMinor} ${attributeMask(entry.attributes)}`;
}

function exceptionFor(
  row: ManifestRow,
  begun: number,
  end: number,
  tiers: ManifestTiers,
): ExceptionDocument | undefined {
  const [first, last] = [row.seats[begun], row.seats[end - 1]];
  if (first === undefined || last === undefined) return undefined;
  const tier = tiers.of(first);
  const change = {
    ...(tier.id === row.tier ? {} : { tier: tier.id }),
    ...(first.priceMinor === tier.priceMinor ? {} : { priceMinor: first.priceMinor }),
    ...(first.attributes.length === 0 ? {} : { attributes: [...new Set(first.attributes)] }),
  };
  if (Object.keys(change).length === 0) return undefined;
  const range = end - begun === row.seats.length ? {} : { from: first.seat, to: last.seat };
  return { row: row.id, ...range, ...change };
}
