import { UserError } from '../../core/errors/index.ts';
import { decimal, defineCommand, duration, flag, integer, moment, text } from '../framework/index.ts';
import {
  costOf,
  createDynamoTables,
  DEFAULT_TERMS,
  type EventTerms,
  newEventRecord,
  renderPlan,
  renderSeeded,
  seedEvent,
} from '../seeding/index.ts';
import { openStore, storeOption, tablesOf } from '../store-url.ts';
import { readVenue, VENUE_SUMMARY } from '../venue-source.ts';

export default defineCommand({
  name: 'seed',
  description: `
    Stores an event and all seats of its venue. Running it again changes nothing; a run that was cut
    short is completed by the next, and a seat that is held or sold is never touched. The rules of an
    event cannot be changed once it is stored.`,
  args: {},
  options: {
    venue: text({ summary: VENUE_SUMMARY, placeholder: 'FILE', required: true }),
    event: text({
      summary: 'id of the event',
      placeholder: 'ID',
      required: true,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      expected: '1 to 64 letters, digits, dots, dashes or underscores, beginning with a letter or digit',
    }),
    name: text({ summary: 'name buyers see', defaultText: 'the id' }),
    opensAt: moment({ summary: 'when admission begins', defaultText: '+10m' }),
    k: decimal({
      summary: 'from luck (1) to first come, first served (32)',
      min: 1,
      max: 32,
      defaultText: String(DEFAULT_TERMS.k),
    }),
    slot: duration({
      summary: 'how often a buyer may try to get in',
      min: '1s',
      max: '120s',
      defaultText: '30s',
    }),
    softCap: integer({
      summary: 'shoppers at once',
      min: 1,
      max: 1_000_000,
      defaultText: 'one for 50 seats, at least 20',
    }),
    hardCap: integer({
      summary: 'shoppers at once, counting those who were drawn while the soft cap was reached',
      min: 1,
      max: 1_000_000,
      defaultText: '1.2 × the soft cap',
    }),
    seatLimit: integer({
      summary: 'seats one buyer may hold',
      min: 1,
      max: 45,
      defaultText: String(DEFAULT_TERMS.seatLimit),
    }),
    admissions: integer({ summary: 'times one buyer may be let in', min: 1, max: 1000, defaultText: '1' }),
    session: duration({ summary: 'time to choose seats', min: '1s', max: '24h', defaultText: '10m' }),
    pay: duration({ summary: 'time to pay', min: '1s', max: '24h', defaultText: '5m' }),
    payGrace: duration({
      summary: 'time a late payment may still arrive',
      min: '0s',
      max: '24h',
      defaultText: '2m',
    }),
    store: storeOption,
    createTables: flag({ summary: 'DynamoDB: create the tables that are not there yet' }),
    gsiShards: integer({
      summary:
        'DynamoDB: index partitions of each section; more for sections that sell over 1,000 seats a second',
      min: 1,
      max: 100,
      defaultText: '1',
    }),
    dryRun: flag({ summary: 'say what would be stored and what that costs, and store nothing' }),
  },
  examples: [
    {
      line: 'tix seed --venue stadium-100k --event cup-final --opens-at 2027-06-01T10:00:00Z',
      does: 'Put a stadium on sale',
    },
    {
      line: 'tix seed --venue hall.json --event rehearsal --slot 5s --session 1m --pay 30s --store lmdb:/tmp/rehearsal',
      does: 'A rehearsal with short windows, in a store of its own',
    },
    {
      line: 'tix seed --venue stadium-100k --event cup-final --store dynamodb: --dry-run',
      does: 'What a stadium costs to put into DynamoDB',
    },
  ],
  async run(input, ctx) {
    const venue = await readVenue(ctx, input.venue);
    const terms: EventTerms = {
      name: input.name,
      opensAt: input.opensAt,
      k: input.k,
      slotMs: input.slot,
      seatLimit: input.seatLimit,
      admissionsPerUser: input.admissions,
      sessionTtlMs: input.session,
      payTtlMs: input.pay,
      payGraceMs: input.payGrace,
      softCap: input.softCap,
      hardCap: input.hardCap,
    };
    // Terms that do not fit are refused before a store is made for them.
    const event = newEventRecord(input.event, venue, terms, ctx.clock.nowMs());
    const tables = tablesOf(input.store);
    if (tables === undefined) refuseDynamoOptions(input);
    const about = { venue: { id: venue.id, name: venue.name }, store: input.store };
    if (input.dryRun) {
      const cost = tables === undefined ? null : await costOf(event, venue, input.gsiShards ?? 1);
      return { dryRun: true as const, event, seats: venue.seatCount, cost, ...about };
    }
    if (tables !== undefined && input.createTables) await createDynamoTables(ctx, tables.prefix);
    const store = await openStore(ctx, input.store, { gsiShards: input.gsiShards });
    using progress = ctx.progress('seats', venue.seatCount);
    try {
      const seeded = await seedEvent({
        store,
        clock: ctx.clock,
        eventId: input.event,
        venue,
        terms,
        signal: ctx.signal,
        onSeats: (count) => progress.advance(count),
        onMark: (word) => progress.mark(word),
      });
      return { dryRun: false as const, ...seeded, ...about };
    } finally {
      await store.close();
    }
  },
  render: (data, view) => (data.dryRun ? renderPlan(data) : renderSeeded(data, view)),
});

/** @throws UserError `DYNAMODB_ONLY` naming every option that another store has no use for. */
function refuseDynamoOptions(input: { createTables: boolean; gsiShards: number | undefined }): void {
  const problems = [
    ...(input.createTables ? [{ path: '--create-tables', message: 'is for a DynamoDB store' }] : []),
    ...(input.gsiShards === undefined ? [] : [{ path: '--gsi-shards', message: 'is for a DynamoDB store' }]),
  ];
  if (problems.length === 0) return;
  const list = problems.map(({ path }) => path).join(' and ');
  throw new UserError('DYNAMODB_ONLY', `only with --store dynamodb: ${list}`, problems);
}
