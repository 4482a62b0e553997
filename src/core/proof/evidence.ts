import type { SalePhase, ScheduleEntry } from '../admission/index.ts';
import type { Hashing } from '../crypto/index.ts';
import { hashed } from './merkle.ts';

/** What is kept of a buyer's place. `iat` (epoch s) and `c0` (sale clock) are the waiting token's, `id` its id, `atMs` when it was noted. */
interface Place {
  readonly id: string;
  readonly sub: string;
  readonly iat: number;
  readonly c0: number;
  readonly atMs: number;
}

/** A sampled buyer got a place: of `arrivals` the first, of `requests` the one that was drawn. */
export interface Minted extends Place {
  readonly kind: 'minted';
  readonly sample: 'arrivals' | 'requests';
}

/** Somebody's turn came in the slot that starts at `slotStart` (epoch s). */
export interface Admitted extends Place {
  readonly kind: 'admitted';
  readonly slotStart: number;
  readonly outcome: 'session' | 'pass' | 'refused';
}

/** The schedule as it was seen in force or announced; entries no slot needed any more may be missing. */
export interface ScheduleSeen {
  readonly kind: 'schedule';
  readonly id: string;
  readonly atMs: number;
  readonly phase: SalePhase;
  readonly schedule: readonly ScheduleEntry[];
}

export type Evidence = Minted | Admitted | ScheduleSeen;
export type EvidenceKind = Evidence['kind'];

/** The text a piece of evidence is a leaf as. Numbers are spelt as in JSON; of the buyer there is a hash. */
export function leafOf(hashing: Hashing, evidence: Evidence): string {
  switch (evidence.kind) {
    case 'minted':
      return lines('minted', ...placeOf(hashing, evidence), evidence.sample);
    case 'admitted':
      return lines('admitted', ...placeOf(hashing, evidence), evidence.slotStart, evidence.outcome);
    case 'schedule':
      return lines('schedule', evidence.atMs, evidence.phase, JSON.stringify(evidence.schedule));
  }
}

function placeOf(hashing: Hashing, { id, iat, c0, sub, atMs }: Place): (string | number)[] {
  return [id, iat, c0, hashed(hashing, sub), atMs];
}

function lines(...parts: (string | number)[]): string {
  return parts.map((part) => (typeof part === 'number' ? JSON.stringify(part) : part)).join('\n');
}
