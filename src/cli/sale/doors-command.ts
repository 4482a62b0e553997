import {
  changeDoors,
  type DoorsChange,
  type DoorsChanged,
  type DoorsVerb,
  previewDoors,
  readRecords,
} from '../../service/sale/index.ts';
import { confirm, yesOption } from '../confirm.ts';
import { decimal, defineCommand, type Example, moment } from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { expectationOptions, type ForecastInput, forecastLines, lookOptions } from '../tuning/index.ts';
import { eventArgument, leadOption } from './options.ts';
import { consequenceOf, inTime, PAST, stateInWords } from './words.ts';

interface DoorsCommandParts {
  readonly verb: DoorsVerb;
  readonly description: string;
  readonly examples: readonly [Example, Example, ...Example[]];
}

interface DoorsResult extends DoorsChanged {
  readonly eventId: string;
  readonly verb: DoorsVerb;
  /** Epoch s. */
  readonly now: number;
}

const SHARED_OPTIONS = {
  at: moment({ summary: 'when it takes effect', defaultText: 'as soon as every edge can know' }),
  lead: leadOption,
  ...expectationOptions,
  ...lookOptions,
  state: stateOption,
  kvs: kvsOption,
  yes: yesOption,
};

const tauOption = {
  tau: decimal({
    summary: 'seconds in which the sale clock gains 1: fewer let people in faster',
    min: 1,
    max: 1e9,
    defaultText: 'as before',
  }),
};

/** `tix sale open` and its kin: each publishes one entry of the schedule, after showing what it changes. */
export function doorsCommand({ verb, description, examples }: DoorsCommandParts) {
  const letsIn = verb === 'open' || verb === 'resume';
  const common = {
    name: `sale ${verb}`,
    description,
    args: { event: eventArgument },
    examples,
    render: (result: DoorsResult) => inSentences(result).join('\n'),
  };
  return letsIn
    ? defineCommand({
        ...common,
        options: { ...tauOption, ...SHARED_OPTIONS },
        run: (input, ctx) => run(verb, input, input.tau, ctx),
      })
    : defineCommand({
        ...common,
        options: SHARED_OPTIONS,
        run: (input, ctx) => run(verb, input, undefined, ctx),
      });
}

type Input = ForecastInput &
  Readonly<{
    at: { readonly epochSeconds: number } | undefined;
    lead: number;
    kvs: string | undefined;
    yes: boolean;
  }>;

function run(
  verb: DoorsVerb,
  input: Input,
  tau: number | undefined,
  ctx: Parameters<typeof withKvs>[0],
): Promise<DoorsResult> {
  const eventId = input.event;
  const nowSeconds = () => Math.floor(ctx.clock.nowMs() / 1000);
  return withKvs(ctx, input, async (kvs) => {
    const change = (): DoorsChange => ({
      eventId,
      verb,
      tau,
      from: input.at?.epochSeconds,
      now: nowSeconds(),
      leadSeconds: Math.ceil(input.lead / 1000),
    });
    const now = nowSeconds();
    const preview = previewDoors(await readRecords(kvs, eventId), change());
    if (preview.changed && !input.yes) {
      const lines = await forecastLines(ctx, kvs, input, { doors: { verb, from: preview.from } });
      await confirm(ctx, false, [...inSentences({ ...preview, eventId, verb, now }), ...lines]);
    }
    return { ...(await changeDoors(kvs, change())), eventId, verb, now: nowSeconds() };
  });
}

function inSentences({ eventId, verb, now, ...result }: DoorsResult): string[] {
  if (!result.changed)
    return [`${eventId} is ${stateInWords(result.stateBefore)} already; nothing was changed.`];
  const lines = [`${eventId} ${PAST[verb]} at ${inTime(result.from, now)}.`, consequenceOf(verb, result.tau)];
  for (const [from, planned] of result.takenBack)
    lines.push(`This takes back that it ${PAST[planned]} at ${inTime(from, now)}.`);
  return lines;
}
