import {
  explainInSentences,
  explainToken,
  parseDrawKeys,
  parseSaleTerms,
} from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { nodeHashing } from '../../service/adapters/system/index.ts';
import { type Context, defineCommand, moment, readText, text } from '../framework/index.ts';

export default defineCommand({
  name: 'token explain',
  description: `
    Judges a waiting token as the edge would at a moment, and shows the whole calculation. Without
    --json it is told in sentences a support desk can read to a buyer. Exit code 1 when the token is
    not valid; a valid token that is not admitted yet is no failure.`,
  args: {
    token: text({ summary: 'the waiting token, or - to read it from standard input', required: true }),
  },
  options: {
    keys: text({
      summary: 'JSON file with lotKey, drawKey, beacon and signing keys',
      placeholder: 'FILE',
      required: true,
    }),
    sale: text({
      summary: 'JSON file with the terms and schedule of the sale',
      placeholder: 'FILE',
      required: true,
    }),
    at: moment({ summary: 'moment to judge at', required: true }),
  },
  examples: [
    {
      line: 'tix token explain "$TOKEN" --keys keys.json --sale sale.json --at +0s',
      does: 'Tell a buyer why they wait, now',
    },
    {
      line: 'tix token explain - --keys keys.json --sale sale.json --at 1830000000 --json < token.txt',
      does: 'The calculation at one second, for a program; the token stays out of the process list',
    },
  ],
  async run({ token, keys, sale, at }, ctx) {
    const given = token === '-' ? (await readText(ctx, '-')).trim() : token;
    const drawKeys = parseDrawKeys(await readJson(ctx, keys));
    const terms = parseSaleTerms(await readJson(ctx, sale));
    return explainToken(nodeHashing, given, drawKeys, terms, at.epochSeconds);
  },
  render: (explanation) => explainInSentences(explanation).join('\n'),
  failed: ({ valid }) => !valid,
});

async function readJson(ctx: Context, path: string): Promise<unknown> {
  const content = await readText(ctx, path);
  try {
    return JSON.parse(content);
  } catch (error) {
    // The parser's own message quotes the text, and a key file's text is secret.
    throw new UserError('FILE_NOT_JSON', `${path} is not JSON`, [], { cause: error });
  }
}
