import type { Problem } from '../../errors/index.ts';
import { idPattern } from '../document.ts';
import { ATTRIBUTES, type Attribute, type SectionKind, UNIT_ROW } from '../plan/index.ts';
import { decimalToMinor, minorDigits } from '../price.ts';
import { type Column, plain, readHeader } from './columns.ts';
import type { CsvText } from './records.ts';

/** One line of a manifest: a seat, a unit, or a standing block with its capacity. */
export interface Entry {
  readonly line: number;
  readonly kind: SectionKind;
  readonly level: string;
  readonly section: string;
  /** As written, for people. */
  readonly sectionName: string;
  readonly block: string;
  readonly row: string;
  readonly seat: string;
  /** Empty when the manifest names no tiers: then they follow from prices. */
  readonly tier: string;
  readonly tierName: string;
  readonly priceMinor: number;
  /** People a unit admits, or places of a standing block. */
  readonly capacity: number;
  readonly attributes: readonly Attribute[];
  readonly at: readonly [x: number, y: number] | undefined;
}

const ATTRIBUTE_BY_NAME = new Map<string, Attribute>([
  ...ATTRIBUTES.map((attribute): [string, Attribute] => [plain(attribute), attribute]),
  ['accessible', 'wheelchair'],
  ['restricted', 'restrictedView'],
]);

const KIND_BY_NAME = new Map<string, SectionKind>([
  ['', 'seated'],
  ['seat', 'seated'],
  ['seated', 'seated'],
  ['standing', 'standing'],
  ['unit', 'units'],
  ['units', 'units'],
  ['box', 'units'],
  ['table', 'units'],
]);

/** Reads every line; what is wrong goes to `problems` with its line, and the line is left out. */
export function readEntries(csv: CsvText, currency: string, problems: Problem[]): readonly Entry[] {
  const [header, ...lines] = csv.lines;
  if (header === undefined) {
    problems.push({ path: 'line 1', message: 'the manifest is empty' });
    return [];
  }
  const columns = readHeader(header.fields, header.line, problems);
  if (problems.length > 0) return [];
  if (lines.length === 0)
    problems.push({ path: `line ${header.line}`, message: 'no seats follow the header' });
  const digits = minorDigits(currency);
  return lines.flatMap(({ line, fields }) => {
    const found: Problem[] = [];
    const entry = readEntry(lineReader(line, fields, columns, csv.delimiter, found), digits, line);
    if (fields.length > header.fields.length) {
      found.push({
        path: `line ${line}`,
        message: `has ${fields.length} fields, the header ${header.fields.length}`,
      });
    }
    problems.push(...found);
    return found.length === 0 ? [entry] : [];
  });
}

interface LineReader {
  text(column: Column): string;
  id(column: Column, otherwise: string): string;
  decimal(column: Column): string;
  fail(message: string): void;
}

function lineReader(
  line: number,
  fields: readonly string[],
  columns: ReadonlyMap<Column, number>,
  delimiter: string,
  problems: Problem[],
): LineReader {
  const fail = (message: string): void => void problems.push({ path: `line ${line}`, message });
  const text = (column: Column): string => {
    const position = columns.get(column);
    return position === undefined ? '' : (fields[position] ?? '');
  };
  return {
    fail,
    text,
    id(column, otherwise) {
      const id = text(column).replaceAll(/\s+/g, '-') || otherwise;
      if (id === '') fail(`${column} is empty`);
      else if (!idPattern.test(id))
        fail(`${column} "${id.slice(0, 40)}" must be 1 to 24 letters, digits, dots, underscores or hyphens`);
      return id;
    },
    // Where the comma does not part fields it may be the decimal sign.
    decimal: (column) => (delimiter === ',' ? text(column) : text(column).replace(',', '.')),
  };
}

function readEntry(read: LineReader, digits: number, line: number): Entry {
  const kind = readKind(read);
  const standing = kind === 'standing';
  return {
    line,
    kind,
    level: read.id('level', 'L1'),
    section: read.id('section', ''),
    sectionName: read.text('section'),
    block: read.id('block', 'A'),
    row: readRow(read, kind),
    seat: standing ? '' : read.id('seat', ''),
    tier: read.text('tier') === '' ? '' : read.id('tier', ''),
    tierName: read.text('tier'),
    priceMinor: readPrice(read, digits),
    capacity: readCapacity(read, kind),
    attributes: readAttributes(read),
    at: readPosition(read),
  };
}

/** Units and standing places have no row of their own. */
function readRow(read: LineReader, kind: SectionKind): string {
  if (kind === 'seated') return read.id('row', '');
  const row = kind === 'units' ? UNIT_ROW : '';
  if (read.text('row') !== '' && read.text('row') !== row) read.fail(`row must be empty for kind ${kind}`);
  return row;
}

function readKind(read: LineReader): SectionKind {
  const kind = KIND_BY_NAME.get(plain(read.text('kind')));
  if (kind === undefined) read.fail('kind must be seated, standing or unit');
  return kind ?? 'seated';
}

function readPrice(read: LineReader, digits: number): number {
  const text = read.decimal('price');
  const minor = decimalToMinor(text, digits);
  if (minor === undefined) {
    read.fail(
      text === ''
        ? 'price is empty'
        : `price "${text.slice(0, 40)}" must be a number with at most ${digits} decimals`,
    );
  }
  return minor ?? 0;
}

function readCapacity(read: LineReader, kind: SectionKind): number {
  const text = read.text('capacity');
  if (text === '') {
    if (kind === 'standing') read.fail('a standing block needs a capacity');
    return 1;
  }
  const capacity = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (capacity < 1) read.fail('capacity must be a whole number above 0');
  if (kind === 'seated' && capacity > 1) read.fail('a seat admits one; say kind unit for a box or a table');
  return capacity;
}

function readAttributes(read: LineReader): readonly Attribute[] {
  const words = read
    .text('attributes')
    .split(/[|/+,;]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.flatMap((word) => {
    const attribute = ATTRIBUTE_BY_NAME.get(plain(word));
    if (attribute === undefined)
      read.fail(`there is no attribute "${word.slice(0, 40)}"; known are ${ATTRIBUTES.join(', ')}`);
    return attribute ?? [];
  });
}

function readPosition(read: LineReader): Entry['at'] {
  const x = read.decimal('x');
  const y = read.decimal('y');
  if (x === '' && y === '') return undefined;
  const at: [number, number] = [Number(x), Number(y)];
  if (x !== '' && y !== '' && at.every((metres) => Number.isFinite(metres) && Math.abs(metres) <= 5_000))
    return at;
  read.fail('x and y must both be numbers of metres, or both be empty');
  return undefined;
}
