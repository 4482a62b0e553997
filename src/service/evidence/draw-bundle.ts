import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { type BundleText, bundleLine, knownChain, scheduleHistory } from '../../core/proof/index.ts';
import type { EventRecord, StoredItem } from '../../core/reservation/index.ts';
import type { KeyValueStore, SaleJournal } from '../ports/index.ts';
import { type BeaconSignature, revealableDraw } from '../sale/index.ts';
import { type ChainedPiece, chainedEvidence } from './chained-evidence.ts';

export interface DrawBundleParts {
  readonly event: EventRecord;
  readonly kvs: KeyValueStore;
  readonly journal: SaleJournal;
  readonly hashing: Hashing;
  /** Everything the store has of the event. */
  items(): AsyncIterable<StoredItem>;
  /** Pseudonyms in byte order and their Merkle root; undefined when the rules name none. */
  readonly roster: { readonly accounts: readonly string[]; readonly root: string } | undefined;
  /** Epoch s. */
  readonly now: number;
}

/** Accounts of one line of the roster. */
const ACCOUNTS_PER_LINE = 1_000;

/**
 * What is published of a draw after its sale, line by line: the keys of the lottery and the evidence, and never a key that signs or names
 * anybody.
 *
 * @throws UserError `SALE_NOT_OVER`, `NOTHING_COMMITTED`, `ROSTER_MISSING`, `ROSTER_DIFFERS`, before the first line.
 */
export async function* drawBundle(parts: DrawBundleParts): AsyncGenerator<string> {
  const { event, kvs, roster } = parts;
  const { eventId } = event;
  const { commitment, keys, draw, beaconSignature, closedAt } = await revealableDraw(kvs, eventId, parts.now);
  const { rules } = draw;
  assertRoster(rules.rosterRoot, roster?.root);
  const sold = await soldSeats(parts);
  let lines = 0;
  const line = (text: BundleText): string => {
    lines += 1;
    return bundleLine(text);
  };

  yield line({
    kind: 'tix-draw',
    v: 1,
    eventId,
    rules,
    commitment,
    committedAt: draw.committedAt,
    lotKey: toBase64Url(keys.lot),
    drawKey: toBase64Url(keys.draw),
    sampleKey: toBase64Url(keys.sample),
    beacon: keys.beacon ?? '',
    beaconRound: beaconRound(rules.beacon, beaconSignature),
    schedule: await wholeSchedule(parts, commitment),
    closedAt,
    admissionsPerUser: event.admissionsPerUser,
    seatLimit: event.seatLimit,
    seats: { total: event.seatCount, sold: sold.seats },
  });
  for await (const piece of chainedEvidence(parts.journal, eventId, commitment)) yield line(textOf(piece));
  for (const [sub, seats] of sold.byAccount) yield line({ kind: 'sold', sub, seats });
  const accounts = roster?.accounts ?? [];
  for (let from = 0; from < accounts.length; from += ACCOUNTS_PER_LINE)
    yield line({ kind: 'roster', accounts: accounts.slice(from, from + ACCOUNTS_PER_LINE) });
  yield line({ kind: 'end', lines: lines + 1 });
}

function assertRoster(named: string | null, given: string | undefined): void {
  if (named !== null && given === undefined)
    throw new UserError(
      'ROSTER_MISSING',
      'the rules name a roster: give its file, the one that was committed to',
    );
  if (given !== undefined && given !== named)
    throw new UserError(
      'ROSTER_DIFFERS',
      'this is not the roster that was committed to; nothing was written',
    );
}

/** Seats by the account they were sold to. A session that still runs may buy more, so the sale is not over. */
async function soldSeats({ event, items, now }: DrawBundleParts) {
  const seatsOf = new Map<string, number>();
  const buyers = new Map<string, string>();
  for await (const { type, record } of items()) {
    if (type === 'seat' && record.availability === 'reserved' && record.sessionId !== null)
      seatsOf.set(record.sessionId, (seatsOf.get(record.sessionId) ?? 0) + 1);
    if (type !== 'session') continue;
    const isOpen = record.state === 'reservation' || record.state === 'checkout';
    if (isOpen && record.expiresAtMs > now * 1000)
      throw new UserError(
        'SALE_NOT_OVER',
        `somebody is still shopping in ${event.eventId}, until ${new Date(record.expiresAtMs).toISOString()} at most`,
      );
    if (record.state === 'finalised') buyers.set(record.sessionId, record.userId);
  }
  const byAccount = new Map<string, number>();
  let seats = 0;
  for (const [sessionId, count] of seatsOf) {
    seats += count;
    const sub = buyers.get(sessionId);
    if (sub !== undefined) byAccount.set(sub, (byAccount.get(sub) ?? 0) + count);
  }
  return { seats, byAccount };
}

/** All that was ever in force, put together from what was seen of it. */
async function wholeSchedule(
  { journal, event: { eventId } }: DrawBundleParts,
  commitment: string,
): Promise<[number, number, number][]> {
  const history = scheduleHistory();
  for await (const piece of chainedEvidence(journal, eventId, commitment))
    if (piece.kind === 'schedule') history.see(piece.atMs / 1000, piece.schedule);
  return history.entries().map(([from, tau, reading]) => [from, tau, reading]);
}

function beaconRound(
  named: { readonly chainHash: string; readonly round: number } | null,
  signed: BeaconSignature | undefined,
) {
  const chain = signed?.chain ?? (named === null ? undefined : knownChain(named.chainHash));
  if (named === null || signed === undefined || chain === undefined) return null;
  const { publicKey, period, genesisTime, groupHash, schemeId, beaconId } = chain;
  return {
    round: named.round,
    signature: signed.signature,
    previousSignature: signed.previousSignature,
    chain: { publicKey, period, genesisTime, groupHash, schemeId, beaconId },
  };
}

function textOf(piece: ChainedPiece): BundleText {
  switch (piece.kind) {
    case 'link':
      return { kind: 'link', ...piece.link, hash: piece.hash };
    case 'schedule':
      return { ...piece, schedule: piece.schedule.map(([from, tau, reading]) => [from, tau, reading]) };
    default:
      return piece;
  }
}
