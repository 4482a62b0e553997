import { z } from 'zod';
import { type Problem, UserError } from '../errors/index.ts';
import { type EndLine, OPERATIONS, type OperationLine, type RunLine } from './format.ts';

/** A whole history: what was recorded, and in which line of the file. */
export interface History {
  readonly run: RunLine;
  readonly operations: readonly RecordedOperation[];
}

export interface RecordedOperation extends OperationLine {
  readonly line: number;
}

const epochMs = z.number().nonnegative();
const ids = z.array(z.string());

const runLine = z.looseObject({
  type: z.literal('run'),
  v: z.literal(1),
  run: z.string(),
  scenario: z.string(),
  target: z.string(),
  eventId: z.string(),
  startedAtMs: epochMs,
  seats: z.object({ total: z.int().nonnegative(), available: z.int().nonnegative() }),
});

const operationLine = z
  .looseObject({
    type: z.literal('op'),
    op: z.enum(OPERATIONS),
    buyer: z.string(),
    startMs: epochMs,
    endMs: epochMs.nullable(),
    outcome: z.enum(['ok', 'refused', 'unknown']),
    code: z.string().nullable(),
    session: z.string().optional(),
    untilMs: epochMs.optional(),
    seats: ids.optional(),
    taken: ids.optional(),
    payment: z.string().optional(),
    state: z.string().optional(),
    amountMinor: z.int().optional(),
  })
  .refine(({ outcome, endMs }) => (endMs === null) === (outcome === 'unknown'), {
    path: ['endMs'],
    message: 'must be null exactly when the outcome is unknown',
  })
  .refine(({ startMs, endMs }) => endMs === null || startMs <= endMs, {
    path: ['endMs'],
    message: 'must not lie before startMs',
  });

const endLine = z.looseObject({ type: z.literal('end'), operations: z.int().nonnegative() });
const anyLine = z.discriminatedUnion('type', [runLine, operationLine, endLine]);

/** A file with nothing right in it need not be quoted whole. */
const PROBLEMS_MAX = 20;

/**
 * Reads a history line by line.
 *
 * @throws UserError `HISTORY_INVALID` naming the lines that are no history; `HISTORY_CUT_OFF` when the end is missing: what happened
 * after the cut would look like effects without a cause.
 */
export async function readHistory(lines: AsyncIterable<string> | Iterable<string>): Promise<History> {
  const problems: Problem[] = [];
  const operations: RecordedOperation[] = [];
  let run: RunLine | undefined;
  let end: EndLine | undefined;
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text === '') continue;
    const parsed = parseLine(text);
    if (typeof parsed === 'string') problems.push({ path: `line ${number}`, message: parsed });
    else if (parsed.type === 'op') operations.push({ ...(parsed as OperationLine), line: number });
    else if (parsed.type === 'run') run ??= parsed;
    else end = parsed;
    if (problems.length >= PROBLEMS_MAX) break;
  }
  const [first] = problems;
  if (first !== undefined)
    throw new UserError(
      'HISTORY_INVALID',
      `the history cannot be read: ${first.path}: ${first.message}`,
      problems,
    );
  if (run === undefined)
    throw new UserError('HISTORY_INVALID', 'this is no history: it has no line of type "run"');
  if (end?.operations !== operations.length)
    throw new UserError(
      'HISTORY_CUT_OFF',
      'the history was cut off: its last line is missing or counts other operations than there are, so it cannot be judged',
    );
  return { run, operations };
}

function parseLine(text: string): z.infer<typeof anyLine> | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  const parsed = anyLine.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `/${issue?.path.join('/') ?? ''} ${issue?.message ?? 'is wrong'}`;
}
