const WIDTH = 150;

/** JSON with one line for whatever fits on it: small files that people can still read and compare. */
export function formatVenueJson(value: unknown): string {
  return `${write(value, 0)}\n`;
}

function write(value: unknown, depth: number): string {
  const inline = writeInline(value);
  if (inline.length + depth <= WIDTH || typeof value !== 'object' || value === null) return inline;
  const inner = ' '.repeat(depth + 1);
  const outer = ' '.repeat(depth);
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => inner + write(item, depth + 1)).join(',\n')}\n${outer}]`;
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{\n${fields.map(([key, field]) => `${inner}${JSON.stringify(key)}: ${write(field, depth + 1)}`).join(',\n')}\n${outer}}`;
}

function writeInline(value: unknown): string {
  if (Array.isArray(value)) {
    const separator = value.every((item) => typeof item === 'number') ? ',' : ', ';
    return `[${value.map(writeInline).join(separator)}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}: ${writeInline(field)}`).join(', ')}}`;
}
