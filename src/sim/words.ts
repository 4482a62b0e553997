/** Numbers as people read them, in both the terminal and the page. */

export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** 0.1234 → `12.3 %`; small shares keep two significant digits. */
export function percent(share: number): string {
  const value = 100 * share;
  const size = Math.abs(value);
  const digits = size >= 99.95 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3;
  return `${short(value, digits)} %`;
}

/** A measure in its own unit, three significant digits. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000) return count(value);
  if (size > 0 && size < 0.0001) return minus(value.toExponential(1));
  return minus(String(Number(value.toPrecision(3))));
}

/** `×1.02`. */
export function times(ratio: number): string {
  return `×${ratio >= 100 ? count(ratio) : ratio.toFixed(2)}`;
}

/** `45 s`, `12 min`, `1 h 05 min`, `3 days`. */
export function span(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const sign = seconds < 0 && whole > 0 ? '−' : '';
  if (whole < 120) return `${sign}${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${sign}${minutes} min`;
  if (minutes >= DAYS_FROM_MINUTES) return `${sign}${count(minutes / 1_440)} days`;
  const rest = minutes % 60;
  return `${sign}${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${String(rest).padStart(2, '0')} min`}`;
}

const DAYS_FROM_MINUTES = 2 * 1_440;

/** `< 0.001`, `0.042`. */
export function chance(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : pValue.toFixed(3);
}

/** `1 in 12`; likely things as a percentage. */
export function oneIn(share: number): string {
  if (share <= 0) return 'nobody';
  if (share > 0.5) return percent(share);
  return `1 in ${share < 0.1 ? count(1 / share) : short(1 / share, 1)}`;
}

/** 0.38215 → `0.382 %`: for the ticks of an axis, which may lie close together. */
export function briefPercent(share: number): string {
  return `${minus(String(Number((100 * share).toPrecision(3))))} %`;
}

/** `45 s`, `12 min`, `1.5 h`: for the ticks of an axis. */
export function briefSpan(seconds: number): string {
  if (Math.abs(seconds) < 3_600) return span(seconds);
  return `${minus(String(Number((seconds / 3_600).toFixed(2))))} h`;
}

/** 1200 → `1.2k`, 3,000,000 → `3M`: for the ticks of an axis. */
export function brief(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (Math.abs(value) >= 1_000) return `${Number((value / 1_000).toPrecision(3))}k`;
  return figure(value);
}

/** Fixed digits without the zeros at the end. */
function short(value: number, digits: number): string {
  return minus(String(Number(value.toFixed(digits))));
}

function minus(text: string): string {
  return text === '-0' ? '0' : text.replace('-', '−');
}
