import type { GroupResult } from '../engine/index.ts';
import { type Measure, meanOfMatches } from './statistics/index.ts';
import type { Turn } from './turns.ts';

/** Matches further apart than this many slots say nothing about a part of one. */
const SLOTS_APART_MAX = 4;

/**
 * How many seconds sooner than honest people an attacker's accounts are let in once their turn has come. Each account is matched with
 * two people who came in the same arrival bin and whose turns come just before and just after its own; between the two it is read off when an
 * honest person in its place was let in. The standard is the class that is let in soonest: slow lines and sleeping tabs are no merit of the
 * attack. With slots, everybody waits for the next one, half a slot on average, however often they ask.
 *
 * @returns null when there are too few matches with any class
 */
export function headStart(
  turns: readonly Turn[],
  groups: readonly GroupResult[],
  attacker: number,
  slotSeconds: number,
  confidence: number,
): Measure | null {
  const accounts = turns.filter(({ group }) => group === attacker);
  const against = groups.flatMap(({ kind }, group) => {
    if (kind !== 'class') return [];
    const gains = gainsOver(
      turns.filter((turn) => turn.group === group),
      accounts,
      slotSeconds,
    );
    return meanOfMatches(gains.seconds, gains.matches, confidence) ?? [];
  });
  return against.toSorted((a, b) => a.value - b.value)[0] ?? null;
}

interface Gains {
  readonly seconds: readonly number[];
  /** People who stood as a match at least once: the gains are no more independent than these. */
  readonly matches: number;
}

function gainsOver(people: readonly Turn[], accounts: readonly Turn[], slotSeconds: number): Gains {
  const byBin = Map.groupBy(people.toSorted(byDue), ({ bin }) => bin);
  const seconds: number[] = [];
  const used = new Set<Turn>();
  for (const account of accounts) {
    const line = byBin.get(account.bin) ?? [];
    const next = line.findIndex(({ due }) => due > account.due);
    const [before, after] = [line[next - 1], line[next]];
    if (before === undefined || after === undefined) continue;
    if (Math.abs(after.admittedAt - before.admittedAt) > SLOTS_APART_MAX * slotSeconds) continue;
    const share = (account.due - before.due) / (after.due - before.due);
    seconds.push(before.admittedAt + share * (after.admittedAt - before.admittedAt) - account.admittedAt);
    used.add(before).add(after);
  }
  return { seconds, matches: used.size };
}

function byDue(a: Turn, b: Turn): number {
  return a.due - b.due;
}
