/** Numbers, dates and money as a language writes them. Times are epoch milliseconds, in the visitor's own time zone. */
export interface Format {
  number(n: number): string;
  money(minor: number, currency: string): string;
  moneyRange(fromMinor: number, toMinor: number, currency: string): string;
  dateTime(ms: number): string;
  timeExact(ms: number): string;
  /** To the second. */
  dateTimeExact(ms: number): string;
  /** `12 minutes`; whole minutes from two minutes on, hours from two hours on. */
  duration(seconds: number): string;
  /** `12–25 minutes`, in one unit. */
  durationRange(fromSeconds: number, toSeconds: number): string;
  /** A count and its unit apart, for a display that sets them apart: `5` and `minutes`. */
  counted(n: number, unit: 'day' | 'hour' | 'minute' | 'second'): readonly [count: string, unit: string];
  list(parts: readonly string[]): string;
}

export function createFormat(locale: string): Format {
  const numbers = new Intl.NumberFormat(locale);
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const lists = new Intl.ListFormat(locale);
  const amounts = new Map<string, { format: Intl.NumberFormat; scale: number }>();

  function amountOf(currency: string) {
    const known = amounts.get(currency);
    if (known !== undefined) return known;
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    const made = { format, scale: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
    amounts.set(currency, made);
    return made;
  }
  const unitOf = (seconds: number) =>
    seconds < 120
      ? ({ unit: 'second', size: 1 } as const)
      : seconds < 7200
        ? ({ unit: 'minute', size: 60 } as const)
        : ({ unit: 'hour', size: 3600 } as const);
  const inUnit = (unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 });

  return {
    number: (n) => numbers.format(n),
    money(minor, currency) {
      const { format, scale } = amountOf(currency);
      return format.format(minor / scale);
    },
    moneyRange(fromMinor, toMinor, currency) {
      const { format, scale } = amountOf(currency);
      return fromMinor === toMinor
        ? format.format(fromMinor / scale)
        : format.formatRange(fromMinor / scale, toMinor / scale);
    },
    dateTime: (ms) => dates.format(ms),
    timeExact: (ms) => times.format(ms),
    dateTimeExact: (ms) => exact.format(ms),
    duration(seconds) {
      const { unit, size } = unitOf(seconds);
      return inUnit(unit).format(Math.round(seconds / size));
    },
    durationRange(fromSeconds, toSeconds) {
      const { unit, size } = unitOf(toSeconds);
      const round = (seconds: number) =>
        size === 3600 ? Math.round((seconds / size) * 2) / 2 : Math.round(seconds / size);
      return inUnit(unit).formatRange(round(fromSeconds), round(toSeconds));
    },
    counted(n, unit) {
      const parts = inUnit(unit).formatToParts(n);
      return [numbers.format(n), parts.find(({ type }) => type === 'unit')?.value ?? ''];
    },
    list: (parts) => lists.format(parts),
  };
}

/** Chooses a form by the language's own plural rules; `other` serves where a language has no more. */
export function pluralsOf(locale: string) {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (n: number, forms: { readonly one: string; readonly other: string }): string =>
    (rules.select(n) === 'one' ? forms.one : forms.other).replace('#', numbers.format(n));
}
