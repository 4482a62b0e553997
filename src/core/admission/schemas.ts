import { z } from 'zod';
import { fromBase64Url } from '../crypto/index.ts';
import { type Problem, UserError } from '../errors/index.ts';
import { curveNamed } from './curve.ts';
import { BEACON_VALUE, KEY_LENGTH } from './edge-keys.ts';
import { isTau, type ScheduleEntry } from './sale-clock.ts';

export const epochSecond = z
  .int()
  .min(1)
  .max(2 ** 40);
export const luckDial = z.number().min(1).max(32);
export const slotLength = z.int().min(1).max(120);
export const curveName = z
  .string()
  .refine((name) => curveNamed(name) !== undefined, 'is no curve family (known: weibull)');
const tau = z.number().refine(isTau, 'must be 0 (closed) or from 1 to 1e9 seconds');
export const share = z.number().min(0).max(1);

export const scheduleEntries = z
  .array(z.tuple([epochSecond, tau, z.number().min(0)]))
  .min(1) satisfies z.ZodType<ScheduleEntry[]>;

/** Base64url of 32 bytes, read into the bytes. */
export const keyText = z.string().transform((text, context) => {
  const bytes = fromBase64Url(text);
  if (bytes !== undefined && bytes.length === KEY_LENGTH) return bytes;
  // Says nothing of the text: it is a secret, if a damaged one.
  context.addIssue({ code: 'custom', message: `must be base64url of ${KEY_LENGTH} bytes, without padding` });
  return z.NEVER;
});

export const keyBytes = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.length === KEY_LENGTH, `must have ${KEY_LENGTH} bytes`);

export const beaconValue = z.union([z.string().regex(BEACON_VALUE), z.null()], {
  error:
    'must be 64 lower-case hex digits, "" when the rules name no beacon, or null while its value is unknown',
});

/**
 * The value read by `schema`.
 *
 * @throws UserError `code` with all problems at once, each with a JSON-pointer path, none quoting the value.
 */
export function readWith<T>(schema: z.ZodType<T>, value: unknown, code: string, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(
    code,
    what,
    result.error.issues.map((issue) => ({ path: pointer(issue.path), message: issue.message })),
  );
}

/** The error that lists `problems` with `what`. */
export function invalid(code: string, what: string, problems: readonly Problem[]): UserError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const first = problems[0];
  const where = first === undefined ? '' : `, first at ${first.path || '/'}: ${first.message}`;
  return new UserError(code, `${what} is not valid (${count}${where})`, problems);
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
