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
import { editSale } from './edit-sale.ts';
import { newKeys, notesOfNewKeys } from './keys/index.ts';
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
 * @throws UserError `RULES_FROZEN` naming every rule that differs from what was committed to.
 */
export function createSale(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  sale: NewSale,
): Promise<SaleMade> {
  return makeSale(kvs, hashing, random, sale, []);
}

/** The same with the doors open from the opening on, for a server that puts every event of its store on sale by itself. */
export function openSale(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  sale: NewSale,
): Promise<SaleMade> {
  return makeSale(kvs, hashing, random, sale, [[sale.event.opensAt, 'open']]);
}

function makeSale(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  wanted: NewSale,
  doors: SaleNotes['doors'],
): Promise<SaleMade> {
  const { event, now } = wanted;
  const rules = rulesOf(event);
  const drawn = newKeys(random, wanted.signInKey);
  return editSale<SaleMade>(kvs, event.eventId, (records) => {
    const keys = records.keys ?? drawn;
    const commitment = commitmentFor(hashing, event, keys);
    if (records.sale !== undefined) {
      assertSameRules(records.sale, event, commitment);
      const made = { created: false, keysDrawn: false, rules, commitment: records.sale.commitment };
      return { result: made };
    }
    const isDrawn = records.keys === undefined;
    const notes = isDrawn ? notesOfNewKeys(records.notes, keys, now) : records.notes;
    return {
      sale: newRecord(wanted, commitment, doors.length > 0),
      ...(isDrawn ? { keys } : {}),
      notes: { ...notes, createdAt: now, tau: wanted.tau, doors },
      result: { created: true, keysDrawn: isDrawn, rules, commitment },
    };
  });
}

function newRecord(wanted: NewSale, commitment: string, isOpen: boolean): SaleRecord {
  const { event, tau, powBits, tokenLifeSeconds, sampling } = wanted;
  return {
    opensAt: event.opensAt,
    k: event.k,
    curve: event.curve,
    slotSeconds: event.slotSeconds,
    schedule: openSchedule(event.opensAt, isOpen ? tau : 0),
    phase: 'open',
    powBits,
    tokenLifeSeconds,
    sampling,
    forecast: { tau, endClock: null },
    commitment,
    tunerEpoch: 0,
  };
}

/** The rules as they are published and hashed. */
export function rulesOf(event: EventRecord): DrawRules {
  const { curve, eventId, holdbacks, k, opensAt, slotSeconds } = event;
  return { beacon: null, curve, eventId, holdbacks, k, opensAt, rosterRoot: null, slotSeconds };
}

/** What of an event differs from the rules that buyers were promised; empty when nothing does. */
export function rulesProblems(sale: SaleRecord, event: EventRecord, commitment: string): Problem[] {
  const names = ['opensAt', 'k', 'curve', 'slotSeconds'] as const;
  const problems = names
    .filter((name) => sale[name] !== event[name])
    .map((name) => ({
      path: name,
      message: `is ${sale[name]} by the rules, and ${event[name]} in the store`,
    }));
  if (problems.length > 0 || sale.commitment === null || sale.commitment === commitment) return problems;
  return [{ path: 'commitment', message: 'does not follow from the event in the store and the keys' }];
}

function assertSameRules(sale: SaleRecord, event: EventRecord, commitment: string): void {
  const problems = rulesProblems(sale, event, commitment);
  if (problems.length > 0)
    throw new UserError(
      'RULES_FROZEN',
      `the rules of ${event.eventId} were committed to and cannot change; put the new rules on sale under another id`,
      problems,
    );
}

/** The commitment that event and keys lead to. */
export function commitmentFor(hashing: Hashing, event: EventRecord, keys: EdgeKeys): string {
  return commitmentOf(hashing, rulesOf(event), keys.lot, keys.draw);
}
