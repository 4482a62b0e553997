import { UserError } from '../../core/errors/index.ts';
import { parseVenueText, validateVenue } from '../../core/venue/index.ts';
import { defineCommand, plural, text } from '../framework/index.ts';
import { readVenueText, VENUE_SUMMARY } from '../venue-source.ts';

export default defineCommand({
  name: 'venue validate',
  description: `
    Checks a venue file and lists every problem with its place in the file. Exit code 1 when there is
    one.`,
  args: { file: text({ summary: VENUE_SUMMARY, required: true }) },
  options: {},
  examples: [
    { line: 'tix venue validate hall.json', does: 'Check a file you are writing' },
    {
      line: 'tix venue import seats.csv --id hall | tix venue validate - --json',
      does: 'Check what another program made',
    },
  ],
  async run({ file }, ctx) {
    const problems = problemsOf(await readVenueText(ctx, file));
    return { valid: problems.length === 0, file, problems };
  },
  render({ valid, file, problems }, { paint }) {
    if (valid) return `${paint.green('valid')} ${file}`;
    const lines = problems.map(
      ({ path, message }) => `  ${path === '' ? '' : `${paint.bold(path)} `}${message}`,
    );
    return [`${paint.red('invalid')} ${file}: ${plural(problems.length, 'problem')}`, ...lines].join('\n');
  },
  failed: ({ valid }) => !valid,
});

function problemsOf(venueText: string) {
  try {
    const checked = validateVenue(parseVenueText(venueText));
    return checked.ok ? [] : checked.problems;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.length > 0 ? error.problems : [{ path: '', message: error.message }];
  }
}
