import { importManifest, loadVenue } from '../../core/venue/index.ts';
import { nodeHashing } from '../../service/adapters/system/index.ts';
import { defineCommand, plural, readText, text, writeText } from '../framework/index.ts';

export default defineCommand({
  name: 'venue import',
  description: `
    Makes a venue file from a CSV manifest, one line per seat. The result is checked like any venue
    file, and every bad line is named at once.`,
  args: { file: text({ summary: 'manifest (CSV), or - for standard input', required: true }) },
  options: {
    id: text({
      summary: 'id of the venue',
      placeholder: 'ID',
      required: true,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$/,
      expected: '1 to 24 letters, digits, dots, dashes or underscores, beginning with a letter or digit',
    }),
    name: text({ summary: 'name of the venue', defaultText: 'the id' }),
    currency: text({
      summary: 'currency of the prices',
      placeholder: 'CODE',
      default: 'EUR',
      pattern: /^[A-Z]{3}$/,
      expected: 'a currency code such as EUR',
    }),
    out: text({ summary: 'write the venue file here', placeholder: 'FILE', defaultText: 'standard output' }),
  },
  examples: [
    {
      line: 'tix venue import seats.csv --id hall --name "Town Hall" --out hall.json',
      does: 'Make a venue file',
    },
    { line: 'tix venue import - --id hall --json < seats.csv', does: 'Read standard input, answer in JSON' },
  ],
  async run({ file, id, name, currency, out }, ctx) {
    const document = importManifest(await readText(ctx, file), { id, name: name ?? id, currency });
    const venue = loadVenue(document, nodeHashing);
    const written = `${JSON.stringify(document, null, 2)}\n`;
    if (out !== undefined) await writeText(ctx, out, written);
    return {
      id,
      name: venue.name,
      hash: venue.hash,
      sections: venue.sections.length,
      seats: venue.seatCount,
      out: out ?? null,
      document: out === undefined ? document : null,
    };
  },
  render({ document, name, sections, seats, out }, { paint }) {
    if (document !== null) return JSON.stringify(document, null, 2);
    return `${paint.green('written')} ${out}: ${name}, ${plural(sections, 'section')}, ${plural(seats, 'seat')}`;
  },
});
