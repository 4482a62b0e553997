import { type Duration, parseDurationMs } from './duration.ts';

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** What a value may depend on besides its own text. */
export interface ParseMoment {
  readonly nowMs: number;
}

/** How one argument or option is written, checked and explained. `T` is what `run` receives. */
export interface ValueSpec<T> {
  readonly form: 'value' | 'flag' | 'list';
  readonly summary: string;
  /** What stands for the value in help, such as `ID` or `10m`. */
  readonly placeholder: string;
  readonly required: boolean;
  readonly fallback: T | undefined;
  /** The default as help shows it. */
  readonly fallbackText: string | undefined;
  parse(text: string, moment: ParseMoment): Parsed<T>;
}

interface ValueConfig<T> {
  readonly summary: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly default?: T;
  readonly defaultText?: string;
}

/** `T` when the value is always there (required, or with a default), otherwise `T | undefined`. */
type Presence<T, C> = C extends { readonly required: true } | { readonly default: NonNullable<unknown> }
  ? T
  : T | undefined;

function value<T, C extends ValueConfig<T>>(
  config: C,
  placeholder: string,
  parse: (text: string, moment: ParseMoment) => Parsed<T>,
): ValueSpec<Presence<T, C>> {
  const fallback = config.default;
  return {
    form: 'value',
    summary: config.summary,
    placeholder: config.placeholder ?? placeholder,
    required: config.required ?? false,
    // An absent value is only handed on where `Presence` says `undefined` is possible.
    fallback: fallback as Presence<T, C>,
    fallbackText: config.defaultText ?? (fallback === undefined ? undefined : String(fallback)),
    parse: parse as ValueSpec<Presence<T, C>>['parse'],
  };
}

const good = <T>(parsed: T): Parsed<T> => ({ ok: true, value: parsed });
const bad = (problem: string): Parsed<never> => ({ ok: false, problem });

export interface TextConfig extends ValueConfig<string> {
  readonly pattern?: RegExp;
  /** Completes "must be …" when the pattern does not match. */
  readonly expected?: string;
}

/** Any non-empty text, or one that matches a pattern. */
export function text<const C extends TextConfig>(config: C): ValueSpec<Presence<string, C>> {
  return value<string, C>(config, 'TEXT', (input) => {
    if (input === '') return bad('must not be empty');
    if (config.pattern?.test(input) === false)
      return bad(`must be ${config.expected ?? `of the form ${config.pattern}`}`);
    return good(input);
  });
}

export interface NumberConfig extends ValueConfig<number> {
  readonly min?: number;
  readonly max?: number;
}

function range(config: NumberConfig): string {
  const { min, max } = config;
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

function numeric<const C extends NumberConfig>(
  config: C,
  noun: string,
  form: RegExp,
): ValueSpec<Presence<number, C>> {
  return value<number, C>(config, 'N', (input) => {
    const parsed = form.test(input) ? Number(input) : Number.NaN;
    const inRange = parsed >= (config.min ?? -Infinity) && parsed <= (config.max ?? Infinity);
    return Number.isFinite(parsed) && inRange ? good(parsed) : bad(`must be ${noun}${range(config)}`);
  });
}

/** A whole number, at most 2^53 − 1. */
export function integer<const C extends NumberConfig>(config: C): ValueSpec<Presence<number, C>> {
  const bounded = { max: Number.MAX_SAFE_INTEGER, ...config };
  return numeric(bounded, 'a whole number', /^[+-]?\d+$/);
}

/** A finite decimal number. */
export function decimal<const C extends NumberConfig>(config: C): ValueSpec<Presence<number, C>> {
  return numeric(config, 'a number', /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i);
}

export interface ChoiceConfig<W extends string> extends ValueConfig<W> {
  readonly choices: readonly W[];
}

/** One word of a fixed set. */
export function choice<const W extends string, const C extends ChoiceConfig<W>>(
  config: C & ChoiceConfig<W>,
): ValueSpec<Presence<W, C>> {
  return value<W, C>(config, config.choices.join('|'), (input) => {
    const word = config.choices.find((one) => one === input);
    return word === undefined ? bad(`must be one of ${config.choices.join(', ')}`) : good(word);
  });
}

export interface DurationConfig extends ValueConfig<number> {
  readonly min?: Duration;
  readonly max?: Duration;
}

/** A length of time such as `90s`, `10m`, `1h30m` or `250ms`; `run` receives milliseconds. `default` is in milliseconds too. */
export function duration<const C extends DurationConfig>(config: C): ValueSpec<Presence<number, C>> {
  const minMs = config.min === undefined ? 0 : (parseDurationMs(config.min) ?? 0);
  const maxMs = config.max === undefined ? Number.POSITIVE_INFINITY : (parseDurationMs(config.max) ?? 0);
  return value<number, C>(config, 'TIME', (input) => {
    const ms = parseDurationMs(input);
    if (ms === undefined) return bad('must be a length of time such as 90s, 10m or 1h30m');
    if (ms < minMs) return bad(`must be at least ${config.min}`);
    return ms > maxMs ? bad(`must be at most ${config.max}`) : good(ms);
  });
}

/** A point in time as it was typed. */
export interface Moment {
  readonly epochSeconds: number;
  /** Typed as `+10m`: another run of the same line means another moment. */
  readonly fromNow: boolean;
}

const LATEST_EPOCH_SECOND = 253_402_300_799;

/** A moment: epoch seconds, an ISO-8601 time with zone, or `+10m` from now. */
export function moment<const C extends ValueConfig<Moment>>(config: C): ValueSpec<Presence<Moment, C>> {
  return value<Moment, C>(config, 'WHEN', (input, { nowMs }) => {
    const epochSeconds = secondsOf(input, nowMs);
    return epochSeconds !== undefined && epochSeconds <= LATEST_EPOCH_SECOND
      ? good({ epochSeconds, fromNow: input.startsWith('+') })
      : bad('must be epoch seconds, a time such as 2027-06-01T10:00:00Z, or +10m from now');
  });
}

function secondsOf(input: string, nowMs: number): number | undefined {
  if (/^\d+$/.test(input)) return Number(input);
  if (input.startsWith('+')) {
    const ms = parseDurationMs(input.slice(1));
    return ms === undefined ? undefined : Math.floor((nowMs + ms) / 1000);
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(input)) return undefined;
  const ms = Date.parse(input);
  return ms >= 0 ? Math.floor(ms / 1000) : undefined;
}

/** A switch without a value: false unless given. */
export function flag(config: { readonly summary: string }): ValueSpec<boolean> {
  return {
    form: 'flag',
    summary: config.summary,
    placeholder: '',
    required: false,
    fallback: false,
    fallbackText: undefined,
    parse: () => good(true),
  };
}

/** An option that may be given several times: the values in order, empty when absent. */
export function list<T>(one: ValueSpec<T>): ValueSpec<readonly T[]> {
  return {
    form: 'list',
    summary: `${one.summary} (may be given several times)`,
    placeholder: one.placeholder,
    required: one.required,
    fallback: [],
    fallbackText: undefined,
    parse: (input, at) => {
      const parsed = one.parse(input, at);
      return parsed.ok ? good([parsed.value]) : parsed;
    },
  };
}
