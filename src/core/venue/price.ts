/** Digits after the decimal point of a currency: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217, as Intl knows it). */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Like `EUR 95.00`: with the code, because several currencies share a sign. */
export function formatPrice(priceMinor: number, currency: string): string {
  return `${currency} ${minorToDecimal(priceMinor, minorDigits(currency))}`;
}

/** 9500 with 2 digits is `95.00`. */
export function minorToDecimal(minor: number, digits: number): string {
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `95`, `95.5` or `95.50` with 2 digits is 9500 or 9550; undefined when it is not such a number. */
export function decimalToMinor(text: string, digits: number): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return undefined;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : undefined;
}
