import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';

export interface CsvLine {
  /** Line in the file, 1-based (of its last line when a quoted field spans several). */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface CsvText {
  readonly delimiter: ',' | ';' | '\t';
  readonly lines: readonly CsvLine[];
}

const TEXT_MAX = 40_000_000;

/**
 * Splits CSV text (RFC 4180, with or without byte order mark, any line ends) at the delimiter its first line uses most.
 *
 * @throws UserError `MANIFEST_INVALID` when it is too large or not CSV.
 */
export function readCsv(text: string): CsvText {
  if (text.length > TEXT_MAX) throw new UserError('MANIFEST_INVALID', 'The manifest is larger than 40 MB.');
  const delimiter = delimiterOf(text);
  const lines: CsvLine[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      max_record_size: 10_000,
      on_record(fields: string[], context) {
        lines.push({ line: context.lines, fields });
        return null;
      },
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: LIMITS.seats + 2,
      trim: true,
    });
    return { delimiter, lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UserError('MANIFEST_INVALID', `The manifest is not CSV: ${error.message}.`, [], {
      cause: error,
    });
  }
}

function delimiterOf(text: string): CsvText['delimiter'] {
  const header = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '';
  const count = (delimiter: string): number => header.split(delimiter).length;
  const candidates = [',', ';', '\t'] as const;
  return candidates.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
