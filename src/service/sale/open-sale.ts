import {
  commitmentOf,
  type DrawRules,
  type EdgeKeys,
  openSchedule,
  type SaleRecord,
} from '../../core/admission/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import { type Problem, UserError } from '../../core/errors/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import type { KeyValueStore, Random } from '../ports/index.ts';
import type { DrawRecord } from './draw-record.ts';
import { editSale, type SaleEdit, type SaleRecords } from './edit-sale.ts';
import { assertKeysUnused, newKeys, notesOfNewKeys, usedFingerprints } from './keys/index.ts';
import type { SaleNotes } from './sale-notes.ts';

export interface NewSale {
  readonly event: EventRecord;
  /** τ (s) to let people in with once the doors open. */
  readonly tau: number;
  readonly powBits: number;
  readonly tokenLifeSeconds: number;
  readonly sampling: SaleRecord['sampling'];
  /** Signs sign-in passes; shared by all events of a deployment. Only used when there are no keys yet. */
  readonly signInKey: Uint8Array;
  /** Epoch s. */
  readonly now: number;
}

export interface SaleMade {
  readonly created: boolean;
  readonly keysDrawn: boolean;
  readonly rules: DrawRules;
  readonly commitment: string | null;
}

/**
 * Commits to the rules of an event and publishes them with the doors shut; keys are drawn unless there are some. Making a sale again
 * changes nothing.
 *
 * @throws UserError `RULES_FROZEN` naming every rule that differs from what was committed to; `KEYS_USED`.
 */
export function createSale(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  sale: NewSale,
): Promise<SaleMade> {
  return makeSale(kvs, hashing, random, sale, false);
}

/** The same with the doors open from the opening on, for a server that puts every event of its store on sale by itself. */
export function openSale(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  sale: NewSale,
): Promise<SaleMade> {
  return makeSale(kvs, hashing, random, sale, true);
}

async function makeSale(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  wanted: NewSale,
  opens: boolean,
): Promise<SaleMade> {
  const { event, now } = wanted;
  const drawn = newKeys(random, wanted.signInKey);
  await assertKeysUnused(kvs, hashing, event.eventId, drawn);
  return editSale<SaleMade>(kvs, event.eventId, (records) => {
    const rules = rulesOf(event, records.draw);
    const keys = records.keys ?? drawn;
    if (records.sale !== undefined) {
      assertSameRules(records.sale, rules, commitmentTo(hashing, rules, keys));
      const made = { created: false, keysDrawn: false, rules, commitment: records.sale.commitment };
      return { result: made };
    }
    return newSaleEdit(hashing, wanted, records, { rules, keys, opens, now });
  });
}

/** A sale where there was none: its records, with the keys that were drawn when there are none. */
export function newSaleEdit(
  hashing: Hashing,
  wanted: NewSale,
  records: SaleRecords,
  made: { readonly rules: DrawRules; readonly keys: EdgeKeys; readonly opens: boolean; readonly now: number },
): SaleEdit<SaleMade> {
  const { rules, opens, now } = made;
  const isDrawn = records.keys === undefined;
  const beacon = rules.beacon === null ? '' : null;
  const isSettled = !isDrawn && made.keys.beacon === beacon;
  const keys = { ...made.keys, beacon };
  const commitment = commitmentTo(hashing, rules, keys);
  const notes = isDrawn ? notesOfNewKeys(records.notes, keys, now) : records.notes;
  const doors: SaleNotes['doors'] = opens ? [[rules.opensAt, 'open']] : [];
  return {
    sale: newRecord(wanted, rules, commitment, opens),
    ...(isSettled ? {} : { keys }),
    ...(isDrawn ? { used: usedFingerprints(hashing, keys) } : {}),
    draw: { rules, committedAt: now, postponedFrom: postponedFrom(wanted.event, rules), revealedAt: null },
    notes: { ...notes, createdAt: now, tau: wanted.tau, doors },
    result: { created: true, keysDrawn: isDrawn, rules, commitment },
  };
}

/** The event's own opening when the rules name another. */
export function postponedFrom(event: EventRecord, rules: DrawRules): number | null {
  return event.opensAt === rules.opensAt ? null : event.opensAt;
}

function newRecord(wanted: NewSale, rules: DrawRules, commitment: string, isOpen: boolean): SaleRecord {
  const { tau, powBits, tokenLifeSeconds, sampling } = wanted;
  return {
    opensAt: rules.opensAt,
    k: rules.k,
    curve: rules.curve,
    slotSeconds: rules.slotSeconds,
    schedule: openSchedule(rules.opensAt, isOpen ? tau : 0),
    phase: 'open',
    powBits,
    tokenLifeSeconds,
    sampling,
    forecast: { tau, endClock: null },
    commitment,
    tunerEpoch: 0,
  };
}

/** The rules as they are published and hashed: the event's own, and what was decided about the draw, an opening put off included. */
export function rulesOf(event: EventRecord, draw?: DrawRecord): DrawRules {
  const { curve, eventId, holdbacks, k, slotSeconds } = event;
  const { beacon = null, rosterRoot = null } = draw?.rules ?? {};
  const isPostponed = draw !== undefined && draw.postponedFrom === event.opensAt;
  const opensAt = isPostponed ? draw.rules.opensAt : event.opensAt;
  return { beacon, curve, eventId, holdbacks, k, opensAt, rosterRoot, slotSeconds };
}

/** What of `rules` differs from those that buyers were promised; empty when nothing does. */
export function rulesProblems(sale: SaleRecord, rules: DrawRules, commitment: string): Problem[] {
  const names = ['opensAt', 'k', 'curve', 'slotSeconds'] as const;
  const problems = names
    .filter((name) => sale[name] !== rules[name])
    .map((name) => ({
      path: name,
      message: `is ${sale[name]} by the rules, and ${rules[name]} in the store`,
    }));
  if (problems.length > 0 || sale.commitment === null || sale.commitment === commitment) return problems;
  return [{ path: 'commitment', message: 'does not follow from the event in the store and the keys' }];
}

function assertSameRules(sale: SaleRecord, rules: DrawRules, commitment: string): void {
  const problems = rulesProblems(sale, rules, commitment);
  if (problems.length > 0)
    throw new UserError(
      'RULES_FROZEN',
      `the rules of ${rules.eventId} were committed to and cannot change; put the new rules on sale under another id`,
      problems,
    );
}

/** The commitment that rules and keys lead to. */
export function commitmentTo(hashing: Hashing, rules: DrawRules, keys: EdgeKeys): string {
  return commitmentOf(hashing, rules, keys.lot, keys.draw);
}
