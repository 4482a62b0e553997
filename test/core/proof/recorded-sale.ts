import {
  appendEntry,
  arrivalSample,
  clockAt,
  commitmentOf,
  type DrawRules,
  judge,
  lotOf,
  nextBackoff,
  openSchedule,
  type ScheduleEntry,
  slotPhaseOf,
} from '../../../src/core/admission/index.ts';
import { toBase64Url } from '../../../src/core/crypto/index.ts';
import {
  type BundleText,
  bundleLine,
  chainStart,
  type Evidence,
  KNOWN_CHAINS,
  linkDraft,
  linkHash,
  type RosterEntry,
  rosterTree,
} from '../../../src/core/proof/index.ts';
import { nodeHashing as hashing } from '../../../src/service/adapters/system/index.ts';

/** Round 1,000 of quicknet, as its relays publish it. */
export const ROUND = {
  round: 1000,
  signature:
    'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
  randomness: 'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd',
};
const ROUND_AT = 1692806364;
const { hash: CHAIN_HASH, ...CHAIN } = KNOWN_CHAINS.quicknet;

export const OPENS_AT = ROUND_AT + 3_600;
const EVENT_ID = 'cup-final';

/** An honest sale, kept as plain data, so that a test can falsify any of it before (`cheat`) or after (`tamper`) it is chained. */
export interface Sale {
  rules: DrawRules;
  committedAt: number;
  lotKey: Uint8Array;
  drawKey: Uint8Array;
  sampleKey: Uint8Array;
  beacon: string;
  hasSignature: boolean;
  schedule: ScheduleEntry[];
  roster: RosterEntry[];
  /** By the minute in which it was chained, counted from the first. */
  minutes: { at: number; evidence: Evidence[] }[];
  sold: { sub: string; seats: number }[];
  seatsSold: number;
  sampled: number;
}

/** A sale of `buyers` who came over two minutes, each trying once a slot until they were in. */
export function honestSale(buyers = 40): Sale {
  const roster = Array.from({ length: buyers }, (_, i) => ({
    sub: `buyer-${String(i).padStart(4, '0')}`,
    members: null,
  }));
  const tree = rosterTree(hashing);
  for (const account of roster) tree.add(account);
  const schedule = appendEntry(openSchedule(OPENS_AT, 60), OPENS_AT + 90, 40, {
    now: OPENS_AT,
    leadSeconds: 10,
  });
  const sale: Sale = {
    rules: {
      beacon: { chainHash: CHAIN_HASH, round: ROUND.round },
      curve: 'weibull',
      eventId: EVENT_ID,
      holdbacks: 5,
      k: 2,
      opensAt: OPENS_AT,
      rosterRoot: tree.root(),
      slotSeconds: 10,
    },
    committedAt: ROUND_AT - 86_400,
    lotKey: new Uint8Array(32).fill(1),
    drawKey: new Uint8Array(32).fill(2),
    sampleKey: new Uint8Array(32).fill(3),
    beacon: ROUND.randomness,
    hasSignature: true,
    schedule,
    roster,
    minutes: [],
    sold: [],
    seatsSold: 0,
    sampled: 0.5,
  };
  const evidence = [
    scheduleSeen(0, OPENS_AT - 600, schedule.slice(0, 1)),
    scheduleSeen(1, OPENS_AT + 70, schedule),
    ...roster.flatMap(({ sub }, i) => buyerStory(sale, sub, OPENS_AT - 30 + 4 * i, i)),
  ].sort((a, b) => a.atMs - b.atMs);
  const last = Math.max(...evidence.map(({ atMs }) => atMs / 1000));
  for (let at = OPENS_AT - 540; at < last + 60; at += 60)
    sale.minutes.push({
      at,
      evidence: evidence.filter(({ atMs }) => atMs / 1000 <= at && atMs / 1000 > at - 60),
    });
  sale.seatsSold = sale.sold.reduce((sum, { seats }) => sum + seats, 0) + 3;
  return sale;
}

function buyerStory(sale: Sale, sub: string, iat: number, i: number): Evidence[] {
  const place = placeOf(sale, sub, iat, i);
  const story: Evidence[] = [];
  if (arrivalSample(hashing, sale.sampleKey, EVENT_ID, sub) < sale.sampled)
    story.push({ kind: 'minted', ...place, atMs: iat * 1000 + 250, sample: 'arrivals' });
  const slotStart = firstSlot(sale, sub, iat);
  story.push({ kind: 'admitted', ...place, atMs: slotStart * 1000 + 1_500, slotStart, outcome: 'session' });
  if (i % 2 === 0) sale.sold.push({ sub, seats: 1 + (i % 3) });
  return story;
}

/** The first slot in which this buyer is in. */
export function firstSlot(sale: Sale, sub: string, iat: number): number {
  const { place, keys, terms } = judged(sale, sub, iat);
  const phase = slotPhaseOf(hashing, sale.lotKey, EVENT_ID, sub, sale.rules.slotSeconds);
  let slot = nextBackoff(iat, iat, terms, phase);
  while (!judge(hashing, keys, terms, place, slot).admitted) slot += sale.rules.slotSeconds;
  return slot;
}

function judged(sale: Sale, sub: string, iat: number) {
  const terms = { ...sale.rules, schedule: sale.schedule };
  const lot = lotOf(hashing, sale.lotKey, EVENT_ID, sub);
  const place = { evt: EVENT_ID, sub, lot, iat, c0: clockAt(terms, Math.max(iat, OPENS_AT)) ?? 0 };
  return { place, terms, keys: { lot: sale.lotKey, draw: sale.drawKey, beacon: sale.beacon } };
}

export function placeOf(sale: Sale, sub: string, iat: number, i = 0) {
  const { c0 } = judged(sale, sub, iat).place;
  const time = (iat * 1000).toString(16).padStart(12, '0');
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(i).padStart(12, '0')}`;
  return { id, sub, iat, c0 };
}

function scheduleSeen(n: number, at: number, schedule: ScheduleEntry[]): Evidence {
  return { kind: 'schedule', id: String(n), atMs: at * 1000, phase: 'open', schedule };
}

/** The waiting token a buyer would hold with these claims; its signature is of no importance here. */
export function tokenOf(
  sale: Sale,
  claims: { sub: string; iat: number; boff: number; lot?: string },
): string {
  const { lot } = judged(sale, claims.sub, claims.iat).place;
  const payload = { ...placeOf(sale, claims.sub, claims.iat), evt: EVENT_ID, lot, ...claims };
  return ['{"alg":"HS256"}', JSON.stringify(payload), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
}

/** The bundle of a sale, chained as the service would have done, one object a line. */
export function bundleOf(sale: Sale): BundleText[] {
  const commitment = commitmentOf(hashing, sale.rules, sale.lotKey, sale.drawKey);
  const body: BundleText[] = [];
  let prev = chainStart(hashing, commitment, sale.sampleKey);
  sale.minutes.forEach(({ at, evidence }, n) => {
    const draft = linkDraft(hashing);
    for (const piece of evidence) {
      draft.add(piece);
      body.push(piece as BundleText);
    }
    const link = { n, at, prev, sampled: sale.sampled, ...draft.roots() };
    prev = linkHash(hashing, link);
    body.push({ kind: 'link', ...link, hash: prev });
  });
  for (const { sub, seats } of sale.sold) body.push({ kind: 'sold', sub, seats });
  if (sale.roster.length > 0)
    body.push({
      kind: 'roster',
      accounts: sale.roster.map(({ sub, members }) =>
        members === null ? sub : { sub, members: [...members] },
      ),
    });
  const head: BundleText = {
    kind: 'tix-draw',
    v: 1,
    eventId: EVENT_ID,
    rules: sale.rules,
    commitment,
    committedAt: sale.committedAt,
    lotKey: toBase64Url(sale.lotKey),
    drawKey: toBase64Url(sale.drawKey),
    sampleKey: toBase64Url(sale.sampleKey),
    beacon: sale.beacon,
    beaconRound: sale.hasSignature
      ? { round: ROUND.round, signature: ROUND.signature, previousSignature: null, chain: CHAIN }
      : null,
    schedule: sale.schedule.map(([from, tau, reading]) => [from, tau, reading]),
    closedAt: sale.minutes.at(-1)?.at ?? OPENS_AT,
    admissionsPerUser: 1,
    seatLimit: 4,
    seats: { total: 200, sold: sale.seatsSold },
  };
  return [head, ...body, { kind: 'end', lines: body.length + 2 }];
}

export function textOf(bundle: readonly BundleText[]): string[] {
  return bundle.map(bundleLine);
}
