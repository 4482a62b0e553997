import { resolve } from 'node:path';
import { canonicalRules, rulesHash } from '../../core/admission/index.ts';
import { nodeHashing, systemRandom } from '../../service/adapters/system/index.ts';
import { commitDraw } from '../../service/sale/index.ts';
import { loadOrCreateSecrets } from '../../service/secrets/index.ts';
import { confirm, yesOption } from '../confirm.ts';
import { beaconChoice, beaconChoiceOptions, issuerOption, readRoster, rosterOption } from '../draw/index.ts';
import { type Context, defineCommand, formatCount, formatMoment, moment, pairs } from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventArgument, eventInStore, newSaleOf, newSaleOptions } from '../sale/index.ts';
import { stateFolder } from '../serving/index.ts';
import { storeOption } from '../store-url.ts';

export default defineCommand({
  name: 'draw commit',
  description: `
    Commits to the rules of a draw: the event’s own, a round of a public randomness beacon that is still to
    come, and the accounts that exist now. Buyers read rules and commitment on the event’s page. The sale is
    made if there is none, with its doors shut. Run again with other rules, an opening put off among them, it
    publishes those, as long as neither the sale has opened nor the beacon spoken.`,
  args: { event: eventArgument },
  options: {
    ...beaconChoiceOptions,
    roster: rosterOption,
    issuer: issuerOption,
    opensAt: moment({ summary: 'an opening that was put off', defaultText: 'the event’s own' }),
    ...newSaleOptions,
    store: storeOption,
    state: stateOption,
    kvs: kvsOption,
    yes: yesOption,
  },
  examples: [
    {
      line: 'tix draw commit cup-final --beacon-at 2027-06-01T09:00:00Z --roster accounts.txt',
      does: 'An hour before the opening a public beacon completes the draw, for accounts that exist today',
    },
    {
      line: 'tix draw commit cup-final --opens-at 2027-06-08T10:00:00Z --beacon-at 2027-06-08T09:00:00Z --yes --json',
      does: 'The sale is put off by a week, and the draw with it',
    },
  ],
  async run(input, ctx) {
    const event = await eventInStore(ctx, input.store, input.event);
    const beacon = beaconChoice(input);
    const roster =
      input.roster === undefined ? undefined : await rosterOf(ctx, { ...input, roster: input.roster });
    const wanted = await newSaleOf(ctx, event, input);
    const choice = { beacon, rosterRoot: roster?.root, opensAt: input.opensAt?.epochSeconds };
    await confirm(ctx, input.yes, [
      `This publishes the rules of the draw of ${event.eventId} for good, once the sale has opened or the beacon has spoken.`,
    ]);
    const committed = await withKvs(
      ctx,
      input,
      (kvs) => commitDraw(kvs, nodeHashing, systemRandom, wanted, choice),
      { making: true },
    );
    const { rules } = committed;
    return {
      eventId: event.eventId,
      ...committed,
      accounts: roster?.accounts.length ?? null,
      canonical: canonicalRules(rules),
      rulesHash: rulesHash(nodeHashing, rules),
    };
  },
  render({ eventId, created, replaced, canonical, commitment, rules, accounts, beaconRoundAt }, { paint }) {
    const done = created
      ? `${paint.green('committed')} to the draw of ${eventId}. Its doors are shut.`
      : replaced
        ? `${paint.green('committed')} to other rules of the draw of ${eventId}; publish that these take the place of those before.`
        : `${eventId} was committed to by these rules already; nothing was changed.`;
    return [
      done,
      '',
      pairs([
        ['rules', canonical],
        ['commitment', commitment ?? 'none'],
        ['opens', formatMoment(rules.opensAt)],
        ['beacon', rules.beacon === null ? 'none' : beaconText(rules.beacon.round, beaconRoundAt)],
        [
          'roster',
          rules.rosterRoot === null ? 'none' : accounts === null ? 'as before' : formatCount(accounts),
        ],
      ]),
      '',
      ...warnings(rules),
      rules.beacon === null
        ? `Next: tix sale open ${eventId}`
        : `Nobody is let in until the beacon’s value is set. Next: tix sale open ${eventId}; then tix draw open ${eventId} --beacon round.json`,
    ].join('\n');
  },
});

async function rosterOf(
  ctx: Context,
  input: { readonly roster: string; readonly issuer: string; readonly state: string },
) {
  const { secretsFile } = stateFolder(resolve(ctx.cwd, input.state));
  const { sub } = await loadOrCreateSecrets(secretsFile, systemRandom);
  return readRoster(ctx, input.roster, { subKey: sub, issuer: input.issuer });
}

function beaconText(round: number, comesAt: number | null): string {
  return comesAt === null ? `round ${round}` : `round ${round}, at ${formatMoment(comesAt)}`;
}

function warnings({
  beacon,
  rosterRoot,
}: {
  readonly beacon: object | null;
  readonly rosterRoot: string | null;
}) {
  return [
    ...(beacon === null
      ? ['Without a beacon whoever made the keys could have tried many: verification will say so.']
      : []),
    ...(rosterRoot === null
      ? ['Without a roster accounts could be invented later: verification will say so.']
      : []),
  ];
}
