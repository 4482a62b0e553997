import type { RowGroupDocument } from '../document.ts';
import { labelOf } from '../plan/index.ts';

type Runs = RowGroupDocument['runs'];

/** How a row's seats are numbered: by a rule with runs that begin anew after each gap, or label by label. */
export interface SeatLabels {
  readonly seats: NonNullable<RowGroupDocument['seats']>;
  readonly runs: Runs;
}

interface Parsed {
  readonly prefix: string;
  readonly value: number;
}

/** Seat labels in the order in which people count: numerically when all are a common prefix and a number, else as they came. */
export function inCountingOrder<T extends { readonly seat: string }>(seats: readonly T[]): readonly T[] {
  const parsed = seats.map((seat) => ({ seat, label: parse(seat.seat) }));
  const prefixes = new Set(parsed.map(({ label }) => label?.prefix));
  if (prefixes.size !== 1 || prefixes.has(undefined)) return seats;
  const values = parsed.map(({ label }) => label?.value ?? 0);
  const isDescending = values.every((value, i) => i === 0 || value < (values[i - 1] ?? 0));
  if (isDescending) return seats;
  return parsed.toSorted((a, b) => (a.label?.value ?? 0) - (b.label?.value ?? 0)).map(({ seat }) => seat);
}

/**
 * Describes labels in row order. `breaks` holds the positions before which there is an aisle; where the numbers jump, one is assumed.
 */
export function describeLabels(labels: readonly string[], breaks: ReadonlySet<number>): SeatLabels {
  const parsed = labels.map(parse);
  const [first] = parsed;
  const isPadded = labels.some((label) => /(^|[^0-9])0\d/.test(label));
  const pad = isPadded ? labels.reduce((least, label) => Math.min(least, digits(label)), MAX_DIGITS) : 1;
  const numbering = {
    ...(first?.prefix ? { prefix: first.prefix } : {}),
    ...(pad > 1 ? { pad } : {}),
    step: stepOf(parsed.map((label) => label?.value ?? 0)),
  };
  const isRule =
    first !== undefined &&
    labels.every(
      (label, i) => parsed[i]?.prefix === first.prefix && labelOf(numbering, parsed[i]?.value ?? 0) === label,
    );
  if (!isRule) return { seats: [...labels], runs: splitAt(labels.length, breaks) };

  const jumps = new Set(breaks);
  const values = parsed.map((label) => label?.value ?? 0);
  values.forEach((value, i) => {
    if (i > 0 && value !== (values[i - 1] ?? 0) + numbering.step) jumps.add(i);
  });
  const runs = splitAt(labels.length, jumps);
  let at = 0;
  const numbered = runs.map((run) => {
    const described = { ...run, first: values[at] ?? 0 };
    at += run.count as number;
    return described;
  });
  const { step, ...rest } = numbering;
  return { seats: step === 1 ? rest : { ...rest, step }, runs: numbered };
}

/** What a label's number may have, as the venue format says. */
const MAX_DIGITS = 5;

/** Metres of aisle drawn where a manifest says nothing but that there is one. */
const GAP_M = 1;

function splitAt(length: number, breaks: ReadonlySet<number>): Runs {
  const starts = [
    0,
    ...[...breaks].filter((position) => position > 0 && position < length).sort((a, b) => a - b),
  ];
  return starts.map((start, i) => ({
    count: (starts[i + 1] ?? length) - start,
    ...(i > 0 ? { gap: GAP_M } : {}),
  }));
}

function parse(label: string): Parsed | undefined {
  const match = /^(.{0,8}?)(\d{1,5})$/.exec(label);
  return match === null ? undefined : { prefix: match[1] ?? '', value: Number(match[2]) };
}

function digits(label: string): number {
  return /\d*$/.exec(label)?.[0].length ?? 0;
}

/** The step most neighbours are apart; 1 when none is usable. */
function stepOf(values: readonly number[]): number {
  const steps = new Map<number, number>();
  values.forEach((value, i) => {
    const step = value - (values[i - 1] ?? value);
    if (i > 0 && step !== 0 && Math.abs(step) <= 10) steps.set(step, (steps.get(step) ?? 0) + 1);
  });
  return [...steps].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [1, 0])[0];
}
