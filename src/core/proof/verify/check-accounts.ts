import { arrivalSample } from '../../admission/index.ts';
import type { BundleRoster } from '../bundle.ts';
import type { Admitted, Minted } from '../evidence.ts';
import { partySub, rosterTree } from '../roster.ts';
import type { OpenedDraw } from './opened-draw.ts';

interface Person {
  readonly where: string;
  sessions: number;
  isListed: boolean;
  /** Seats they may buy in one session, as multiples of the limit. */
  members: number;
  seats: number;
}

export interface AccountsCheck {
  arrived(minted: Minted): void;
  admitted(admitted: Admitted, sampled: number, where: string): void;
  sold(sub: string, seats: number, where: string): void;
  roster(part: BundleRoster, where: string): void;
  finish(): void;
  counts(): { readonly people: number; readonly accounts: number; readonly seats: number };
}

/** Who was let in existed before the draw, came when they say, and bought what was sold. Keeps one record for each of them. */
export function accountsCheck(draw: OpenedDraw): AccountsCheck {
  const { hashing, head, findings } = draw;
  const arrivals = new Map<string, number>();
  const people = new Map<string, Person>();
  const tree = rosterTree(hashing);
  const inParties = new Set<string>();
  let last: { sub: string; isParty: boolean } | undefined;
  let seats = 0;

  function checkParty(sub: string, members: readonly string[], where: string): void {
    const isInOrder = members.every((member, i) => i === 0 || (members[i - 1] ?? '') < member);
    if (!isInOrder || partySub(hashing, members) !== sub)
      findings.add('wrong-party', where, `the name of the party ${sub} does not follow from its members`);
    for (const member of members) {
      if (inParties.has(member))
        findings.add('wrong-party', where, `${member} is in two parties, the second is ${sub}`);
      inParties.add(member);
    }
  }

  return {
    arrived({ sample, sub, iat }) {
      if (sample === 'arrivals' && !arrivals.has(sub)) arrivals.set(sub, iat);
    },
    admitted({ sub, iat, outcome }, sampled, where) {
      const first = arrivals.get(sub);
      if (first !== undefined && iat < first)
        findings.add(
          'backdated',
          where,
          `${sub} was let in with a place of ${iat}, and came at ${first} for the first time`,
        );
      if (first === undefined && arrivalSample(hashing, head.sampleKey, head.eventId, sub) < sampled)
        findings.add(
          'missing-evidence',
          where,
          `${sub} is among those whose arrival is noted, and no arrival was`,
        );
      const person = people.get(sub) ?? { where, sessions: 0, isListed: false, members: 1, seats: 0 };
      people.set(sub, person);
      if (outcome !== 'session') return;
      person.sessions += 1;
      if (person.sessions === head.admissionsPerUser + 1)
        findings.add(
          'double-admission',
          where,
          `${sub} was let in more often than ${head.admissionsPerUser} times`,
        );
    },
    sold(sub, count, where) {
      seats += count;
      const person = people.get(sub);
      if (person === undefined || person.sessions === 0)
        findings.add('wrong-seats', where, `${count} seats were sold to ${sub}, whom nobody let in`);
      else person.seats += count;
    },
    roster({ accounts }, where) {
      for (const account of accounts) {
        const entry = typeof account === 'string' ? { sub: account, members: null } : account;
        const { sub, members } = entry;
        const isParty = members !== null;
        tree.add(entry);
        if (last !== undefined && (last.isParty === isParty ? last.sub >= sub : isParty))
          findings.add('tampered-log', where, `the roster is not in order, or has ${sub} twice`);
        last = { sub, isParty };
        if (isParty) checkParty(sub, members, where);
        else if (inParties.has(sub))
          findings.add('wrong-party', where, `${sub} is in a party, and alone besides`);
        const person = people.get(sub);
        if (person === undefined) continue;
        person.isListed = true;
        person.members = members?.length ?? 1;
      }
    },
    finish() {
      const { rules, seatLimit } = head;
      const extra = head.seats.sold - seats;
      if (extra < 0 || extra > rules.holdbacks)
        findings.add(
          'wrong-seats',
          'seats.sold',
          `${head.seats.sold} seats are sold, ${seats} of them to people who were let in, and ${rules.holdbacks} were held back`,
        );
      if (head.seats.sold > head.seats.total)
        findings.add('wrong-seats', 'seats.sold', `${head.seats.sold} seats are sold of ${head.seats.total}`);
      if (rules.rosterRoot !== null && tree.root() !== rules.rosterRoot)
        findings.add(
          'unproven',
          'rules.rosterRoot',
          tree.count() === 0
            ? 'the roster that the rules name is not here'
            : 'this is not the roster that the rules name',
        );
      for (const [sub, { where, isListed, members, sessions, seats: bought }] of people) {
        if (rules.rosterRoot !== null && tree.count() > 0 && !isListed)
          findings.add('unproven', where, `${sub} was let in, and is not in the roster`);
        if (bought > Math.max(1, sessions) * members * seatLimit)
          findings.add(
            'wrong-seats',
            where,
            `${sub} bought ${bought} seats, and ${seatLimit} are allowed to each`,
          );
      }
    },
    counts: () => ({ people: people.size, accounts: tree.count(), seats }),
  };
}
