import pino from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { provesBeacon } from '../../../src/cli/draw/index.ts';
import { type BundleText, rosterTree, verifyBundle } from '../../../src/core/proof/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import { createChainWriter, drawBundle } from '../../../src/service/evidence/index.ts';
import { createScheduleWatch } from '../../../src/service/operations/index.ts';
import { changeDoors, commitDraw, openDraw } from '../../../src/service/sale/index.ts';
import { OWN_CHAIN_HASH, ownRound } from '../../support/own-beacon.ts';
import { EVENT_ID, type Harness, openBuyer, openHarness } from '../harness.ts';

const BUYERS = ['ada', 'ben', 'carla', 'dora', 'emil', 'fay', 'gus', 'hal'];
/** The round an hour before the opening. */
const ROUND = ownRound(66_665_468);

function rosterOf(accounts: readonly string[]) {
  const tree = rosterTree(nodeHashing);
  for (const sub of accounts) tree.add({ sub, members: null });
  return { accounts, root: tree.root() };
}

const seconds = (harness: Harness) => Math.floor(harness.nowMs() / 1000);

/** What the server does every few seconds. */
function background({ service, store, journal, kvs }: Harness) {
  const parts = { journal, kvs, hashing: nodeHashing, clock: service.clock };
  const watch = createScheduleWatch({ ...parts, store, saleBook: service.saleBook });
  const writer = createChainWriter({ ...parts, log: pino({ level: 'silent' }) });
  return async (isLast = false) => {
    await watch.look();
    await writer.runOnce(EVENT_ID, { isLast });
  };
}

/** A sale from its commitment to its end, with everything the real service does, on a clock moved by hand. */
async function recordedSale() {
  const sampling = { arrivals: 1, requests: 0, suspects: 0 };
  const harness = await openHarness({ startsBeforeOpeningMs: 7_200_000, sampling });
  const { kvs, store, service } = harness;
  const turn = background(harness);
  const roster = rosterOf([...BUYERS, 'stays-at-home']);
  const { event } = await service.events.require(EVENT_ID);
  const terms = { event, tau: 30, powBits: 2, tokenLifeSeconds: 600, sampling };
  const wanted = { ...terms, signInKey: new Uint8Array(32).fill(2), now: seconds(harness) };
  const beacon = { chainHash: OWN_CHAIN_HASH, round: ROUND.round };
  await commitDraw(kvs, nodeHashing, systemRandom, wanted, { beacon, rosterRoot: roster.root });
  await turn();
  await harness.passMs(3_700_000);
  const { randomness: value, signature, chain } = ROUND;
  const described = {
    publicKey: chain.public_key,
    period: chain.period,
    genesisTime: chain.genesis_time,
    groupHash: chain.groupHash,
    schemeId: chain.schemeID,
    beaconId: chain.metadata.beaconID,
  };
  const word = { eventId: EVENT_ID, value, now: seconds(harness) };
  await openDraw(kvs, { ...word, signature: { signature, previousSignature: null, chain: described } });
  await harness.passMs(3_501_000);
  const [first = '', ...others] = BUYERS;
  for (const sub of others) {
    await turn();
    expect((await harness.enter(sub)).status).toBe(201);
    await harness.passMs(20_000);
  }
  const buyer = await openBuyer(harness, first);
  await buyer.autoHold({ count: 2 });
  const {
    body: { payment },
  } = await buyer.checkout();
  await harness.pay(payment.redirectUrl, { outcome: 'approve' });
  await changeDoors(kvs, { eventId: EVENT_ID, verb: 'close', now: seconds(harness), leadSeconds: 10 });
  const bundle = () =>
    drawBundle({
      ...{ event, kvs, roster, hashing: nodeHashing, journal: harness.journal },
      items: () => store.scan(),
      now: seconds(harness),
    });
  return { harness, bundle, turn };
}

async function linesOf(bundle: AsyncIterable<string>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of bundle) lines.push(line);
  return lines;
}

describe('the bundle of a sale', () => {
  let sale: Awaited<ReturnType<typeof recordedSale>>;
  let lines: string[];
  beforeAll(async () => {
    sale = await recordedSale();
    await expect(linesOf(sale.bundle())).rejects.toMatchObject({ code: 'SALE_NOT_OVER' });
    await sale.harness.passMs(20_000);
    // The doors are closed, and somebody still shops.
    await expect(linesOf(sale.bundle())).rejects.toMatchObject({ code: 'SALE_NOT_OVER' });
    await sale.harness.passMs(700_000);
    await sale.turn(true);
    lines = await linesOf(sale.bundle());
  });

  test('verifies clean, down to the beacon’s signature and the seats', () => {
    const report = verifyBundle(nodeHashing, lines, { provesBeacon });
    expect(report.findings).toEqual([]);
    expect(report.checked).toMatchObject({
      beacon: 'signature',
      minted: BUYERS.length,
      people: BUYERS.length,
      accounts: BUYERS.length + 1,
      seats: 2,
    });
    expect(report.checked?.links).toBeGreaterThan(2);
  });

  test('has the keys of the lottery and no other: none that signs, vouches or names anybody', async () => {
    const { keys } = await sale.harness.service.saleBook.read(EVENT_ID);
    if (keys === undefined) throw new Error('no keys');
    const spelt = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
    const secret = [...Object.values(keys.signing), keys.signIn, keys.edge, keys.challenge];
    const all = lines.join('\n');
    for (const kept of [...secret, ...Object.values(sale.harness.service.secrets)])
      expect(all.includes(spelt(kept))).toBe(false);
    expect(all).toContain(spelt(keys.draw));
  });

  test('tells of an admission that was written into the journal for a friend', async () => {
    const texts = lines.map((line): BundleText => JSON.parse(line));
    const friend = texts.find((line) => line.kind === 'admitted' && line.sub === 'hal');
    if (friend?.kind !== 'admitted') throw new Error('hal was not let in');
    friend.slotStart -= 60;
    const { findings } = verifyBundle(
      nodeHashing,
      texts.map((text) => JSON.stringify(text)),
      { provesBeacon },
    );
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['favoured-user', 'tampered-log']));
  });
});
