import { join, resolve } from 'node:path';
import { UserError } from '../../core/errors/index.ts';
import { type SteadyPlan, steadyPlan } from '../../core/plan/index.ts';
import type { KeyValueStore } from '../../service/ports/index.ts';
import {
  openTuner,
  readTunerStatus,
  rehearseTuner,
  setFrozen,
  type TunerOptions,
  type TurnReport,
} from '../../service/tuning/index.ts';
import {
  type Context,
  decimal,
  defineStreamCommand,
  duration,
  flag,
  integer,
  text,
} from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventText, leadOption } from '../sale/index.ts';
import { stateFolder } from '../serving/index.ts';
import {
  expectationOptions,
  expectedOf,
  isGone,
  logDecision,
  lookOptions,
  memoryFile,
  openLookout,
  ownName,
  planLines,
  tauText,
  turnLines,
  type WatchEnd,
  watch,
} from '../tuning/index.ts';

type Ended = { readonly type: 'end'; readonly eventId: string; readonly watched: boolean } & WatchEnd;
/** Another tuner steers, and was told a wish. */
type Told = {
  readonly type: 'told';
  readonly eventId: string;
  readonly holder: string;
  readonly frozen: boolean;
};

export default defineStreamCommand({
  name: 'tune-tau',
  description: `
    Holds the number of shoppers: looks at a sale, decides how fast its clock has to run, publishes that
    and writes down why. Once, or with --watch until stopped. One tuner steers an event; a second one is
    refused. With --plan it only computes, from Little’s law.`,
  args: { event: text({ summary: 'id of the event; not with --plan', ...eventText }) },
  options: {
    target: integer({
      summary: 'shoppers to hold at once',
      min: 1,
      max: 1_000_000,
      defaultText: 'what was set last',
    }),
    watch: flag({ summary: 'go on until stopped' }),
    every: duration({
      summary: 'time between two turns',
      min: '10s',
      max: '10m',
      default: 10_000,
      defaultText: '10s',
    }),
    dryRun: flag({ summary: 'decide and tell, but change nothing; also beside a tuner that runs' }),
    freeze: flag({ summary: 'leave τ as it is from now on, whoever steers' }),
    thaw: flag({ summary: 'end a freeze' }),
    min: decimal({ summary: 'least τ in seconds', min: 1, max: 1e9, default: 1 }),
    max: decimal({ summary: 'largest τ in seconds', min: 1, max: 1e9, default: 1e9, defaultText: '1e9' }),
    step: decimal({
      summary: 'largest factor of a change, either way',
      min: 1.01,
      max: 1_000,
      defaultText: '4 when letting people in faster, none when slower',
    }),
    lead: leadOption,
    ...expectationOptions,
    ...lookOptions,
    state: stateOption,
    kvs: kvsOption,
    log: text({
      summary: 'file that gets a line of JSON for every decision',
      placeholder: 'FILE',
      defaultText: 'tuner/EVENT.ndjson in the folder of --state',
    }),
    plan: flag({
      summary: 'only compute λ, τ, length and waits, from --target, --session, --people and --seats',
    }),
    people: integer({ summary: 'for --plan: people who come', min: 1, max: 1_000_000_000 }),
    seats: integer({ summary: 'for --plan: seats on sale', min: 1, max: 10_000_000 }),
    k: decimal({
      summary: 'for --plan: from luck (1) to first come, first served (32)',
      min: 1,
      max: 32,
      default: 2,
    }),
    showUp: decimal({
      summary: 'for --plan: share of those drawn who are still there',
      min: 0.01,
      max: 1,
      default: 0.7,
    }),
  },
  examples: [
    {
      line: 'tix tune-tau cup-final --target 2000 --watch',
      does: 'Hold 2,000 shoppers until stopped with ^C',
    },
    {
      line: 'tix tune-tau --plan --target 1000 --session 5m --people 1000000 --seats 100000 --json',
      does: 'Compute what a sale comes to, before there is one',
    },
    { line: 'tix tune-tau cup-final --dry-run', does: 'Say what the next turn would do' },
  ],
  async run(input, ctx, emit: (report: TurnReport) => void): Promise<SteadyPlan | Ended | Told> {
    if (input.plan) return plan(input);
    const { event } = input;
    if (event === undefined) throw new UserError('EVENT_NEEDED', 'name an event, or compute with --plan');
    if (input.freeze && input.thaw)
      throw new UserError('FREEZE_AND_THAW', 'give --freeze or --thaw, not both');
    if (input.min > input.max) throw new UserError('BAD_BOUNDS', '--min must not be more than --max');
    return withKvs(ctx, input, (kvs) => tune({ ...input, event }, ctx, kvs, emit));
  },
  renderEvent: (report, { paint }) => turnLines(report, paint),
  render(data, { paint }) {
    if (!('type' in data)) return planLines(data);
    if (data.type === 'told')
      return `${data.holder} tunes ${data.eventId}; from its next turn on τ is ${data.frozen ? 'left as it is' : 'tuned again'}.`;
    return data.watched
      ? `${paint.yellow('stopped')}: τ stays at ${tauText(data.tau)}, and nobody adjusts it until a tuner runs again.`
      : '';
  },
  failed: (data) => 'type' in data && data.type === 'end' && !data.watched && data.held > 0,
});

interface TuneInput {
  readonly event: string;
  readonly target: number | undefined;
  readonly watch: boolean;
  readonly every: number;
  readonly dryRun: boolean;
  readonly freeze: boolean;
  readonly thaw: boolean;
  readonly min: number;
  readonly max: number;
  readonly step: number | undefined;
  readonly lead: number;
  readonly session: number;
  readonly order: number;
  readonly buying: number;
  readonly ops: string | undefined;
  readonly store: string | undefined;
  readonly state: string;
  readonly log: string | undefined;
}

async function tune(
  input: TuneInput,
  ctx: Context,
  kvs: KeyValueStore,
  emit: (report: TurnReport) => void,
): Promise<Ended | Told> {
  const { event: eventId, target } = input;
  const frozen = input.freeze ? true : input.thaw ? false : undefined;
  if (frozen !== undefined && !input.watch && !input.dryRun) {
    const holder = await otherTuner(ctx, kvs, eventId);
    if (holder !== undefined) {
      await setFrozen(kvs, eventId, frozen);
      return { type: 'told', eventId, holder, frozen };
    }
  }
  const { tunerDir } = stateFolder(resolve(ctx.cwd, input.state));
  const logPath = resolve(ctx.cwd, input.log ?? join(tunerDir, `${eventId}.ndjson`));
  const lookout = await openLookout(ctx, kvs, input);
  const options: TunerOptions = {
    ...{ kvs, eventId, clock: ctx.clock, look: lookout.look },
    memory: memoryFile(join(tunerDir, `${eventId}.json`)),
    terms: {
      turnSeconds: input.every / 1000,
      leadSeconds: Math.ceil(input.lead / 1000),
      ...{ tauMin: input.min, tauMax: input.max, stepMax: input.step },
      expected: expectedOf(input),
    },
  };
  const everyMs = input.watch ? input.every : undefined;
  const told = async (report: TurnReport) => {
    if (!input.dryRun) await logDecision(logPath, report);
    emit(report);
  };
  try {
    if (input.dryRun) {
      const rehearsal = await rehearseTuner(options, { target });
      return { type: 'end', eventId, watched: input.watch, ...(await watch(ctx, rehearsal, everyMs, told)) };
    }
    const tuner = await openTuner(options, { holder: ownName(), target, frozen, isGone });
    try {
      return { type: 'end', eventId, watched: input.watch, ...(await watch(ctx, tuner, everyMs, told)) };
    } finally {
      await tuner.release();
    }
  } finally {
    await lookout.close();
  }
}

/** Who steers the event at this moment, if somebody does. */
async function otherTuner(ctx: Context, kvs: KeyValueStore, eventId: string): Promise<string | undefined> {
  const status = await readTunerStatus(kvs, eventId);
  const isHeld = status !== null && status.leaseUntil > ctx.clock.nowMs() / 1000 && !isGone(status.holder);
  return isHeld ? status.holder : undefined;
}

function plan(input: {
  readonly target: number | undefined;
  readonly people: number | undefined;
  readonly seats: number | undefined;
  readonly session: number;
  readonly order: number;
  readonly buying: number;
  readonly showUp: number;
  readonly k: number;
}): SteadyPlan {
  const { target, people, seats, showUp, k } = input;
  if (target === undefined || people === undefined || seats === undefined) {
    const missing = Object.entries({ target, people, seats }).filter(([, value]) => value === undefined);
    throw new UserError(
      'PLAN_INCOMPLETE',
      `--plan needs ${missing.map(([name]) => `--${name}`).join(', ')}`,
      missing.map(([name]) => ({ path: `--${name}`, message: 'is needed with --plan' })),
    );
  }
  return steadyPlan({ target, people, seats, showUp, k, curve: 'weibull', ...expectedForPlan(input) });
}

function expectedForPlan(input: Parameters<typeof expectedOf>[0]) {
  const { sessionSeconds, seatsPerBuyer, buyingShare } = expectedOf(input);
  return { sessionSeconds, seatsPerOrder: seatsPerBuyer, buyingShare };
}
