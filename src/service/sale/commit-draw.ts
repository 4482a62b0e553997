import { type DrawRules, openSchedule } from '../../core/admission/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { knownChain, roundTime } from '../../core/proof/index.ts';
import type { KeyValueStore, Random } from '../ports/index.ts';
import { doorsAt } from './doors.ts';
import { editSale, requireKeys, requireSale, type SaleEdit, type SaleRecords } from './edit-sale.ts';
import { assertKeysUnused, newKeys } from './keys/index.ts';
import {
  commitmentTo,
  type NewSale,
  newSaleEdit,
  postponedFrom,
  rulesOf,
  type SaleMade,
} from './open-sale.ts';

/** What is decided about a draw beside the event's own rules; what is left out stays as it was committed to, or is none. */
export interface DrawChoice {
  readonly beacon?: DrawRules['beacon'] | undefined;
  readonly rosterRoot?: string | undefined;
  /** An opening that was put off, epoch s. */
  readonly opensAt?: number | undefined;
}

export interface DrawCommitted extends SaleMade {
  /** Whether these rules took the place of others. */
  readonly replaced: boolean;
  /** When the named round comes, epoch s; null when there is none or nobody here knows its chain. */
  readonly beaconRoundAt: number | null;
}

/**
 * Commits to the rules of a draw, beacon and roster among them, and publishes them; the sale is made when there is none, with its doors shut.
 * Other rules may take the place of those committed to as long as nobody can know who gains: before the opening, and before the beacon's
 * round of both.
 *
 * @throws UserError `COMMIT_TOO_LATE`, `ROUND_PAST`, `BEACON_SPOKEN`; `KEYS_USED`.
 */
export async function commitDraw(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  wanted: NewSale,
  choice: DrawChoice,
): Promise<DrawCommitted> {
  const { event, now } = wanted;
  const drawn = newKeys(random, wanted.signInKey);
  await assertKeysUnused(kvs, hashing, event.eventId, drawn);
  return editSale<DrawCommitted>(kvs, event.eventId, (records) => {
    const rules = chosenRules(wanted, records, choice);
    const keys = records.keys ?? drawn;
    const commitment = commitmentTo(hashing, rules, keys);
    const beaconRoundAt = roundAtOf(rules);
    if (records.sale?.commitment === commitment) {
      const made = { created: false, keysDrawn: false, replaced: false, rules, commitment };
      return { result: { ...made, beaconRoundAt } };
    }
    assertInTime(rules, beaconRoundAt, now);
    if (records.sale === undefined) {
      const edit = newSaleEdit(hashing, wanted, records, { rules, keys, opens: false, now });
      return { ...edit, result: { ...edit.result, replaced: false, beaconRoundAt } };
    }
    assertNobodyKnows(records, now);
    const result = { created: false, keysDrawn: false, replaced: true, rules, commitment, beaconRoundAt };
    return { ...replaced(wanted, records, rules, commitment), result };
  });
}

function chosenRules({ event }: NewSale, { draw }: SaleRecords, choice: DrawChoice): DrawRules {
  const before = rulesOf(event, draw);
  return {
    ...before,
    beacon: choice.beacon ?? before.beacon,
    rosterRoot: choice.rosterRoot ?? before.rosterRoot,
    opensAt: choice.opensAt ?? before.opensAt,
  };
}

function assertInTime({ opensAt, beacon }: DrawRules, beaconRoundAt: number | null, now: number): void {
  if (opensAt <= now)
    throw new UserError(
      'COMMIT_TOO_LATE',
      `the sale opens at ${opensAt}, which is past: a commitment made now would prove nothing; put it off with --opens-at`,
    );
  if (beaconRoundAt !== null && beaconRoundAt <= now)
    throw new UserError(
      'ROUND_PAST',
      `round ${beacon?.round} came at ${beaconRoundAt}, and its value is known: name one to come`,
    );
}

/** Other rules while somebody can know who gains from them would be a draw of the operator's choice. */
function assertNobodyKnows(records: SaleRecords, now: number): void {
  const { sale, keys, draw } = records;
  const spoken = draw === undefined ? null : roundAtOf(draw.rules);
  const isSet = draw?.rules.beacon != null && keys?.beacon !== null;
  if (sale !== undefined && sale.opensAt <= now)
    throw new UserError('COMMIT_TOO_LATE', 'the sale has opened; its rules stand for good');
  if (isSet || (spoken !== null && spoken <= now))
    throw new UserError(
      'BEACON_SPOKEN',
      'the beacon’s round of the present rules has come: whoever published others now could choose who gains',
    );
}

/** The sale by other rules: its clock begins with the opening they name, and the doors open then if they would have before. */
function replaced(
  wanted: NewSale,
  records: SaleRecords,
  rules: DrawRules,
  commitment: string,
): Omit<SaleEdit<never>, 'result'> {
  const sale = requireSale(records, rules.eventId);
  const keys = requireKeys(records, rules.eventId);
  const { notes } = records;
  const opens = doorsAt(notes, sale.opensAt) === 'open';
  const { k, curve, slotSeconds, opensAt } = rules;
  return {
    sale: {
      ...sale,
      ...{ k, curve, slotSeconds, opensAt, commitment },
      schedule: openSchedule(opensAt, opens ? (notes.tau ?? wanted.tau) : 0),
    },
    keys: { ...keys, beacon: rules.beacon === null ? '' : null },
    draw: {
      rules,
      committedAt: wanted.now,
      postponedFrom: postponedFrom(wanted.event, rules),
      revealedAt: null,
    },
    notes: { ...notes, createdAt: wanted.now, doors: opens ? [[opensAt, 'open']] : [] },
  };
}

function roundAtOf({ beacon }: DrawRules): number | null {
  const chain = beacon === null ? undefined : knownChain(beacon.chainHash);
  return beacon === null || chain === undefined ? null : roundTime(chain, beacon.round);
}
