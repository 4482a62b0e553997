import { commitmentOf, curveNamed, isTau, scheduleProblems } from '../../admission/index.ts';
import type { BeaconRound } from '../beacon-chain.ts';
import { beaconChainHash, beaconValueOf, knownChain, roundTime } from '../beacon-chain.ts';
import type { OpenedDraw } from './opened-draw.ts';

/** How it was shown that the beacon's value is the beacon's. */
export type BeaconProof = 'none' | 'signature' | 'given' | 'unproven';

export interface PromiseOptions {
  /** The value of the round as whoever verifies has looked it up. */
  readonly beacon?: string | undefined;
  /** Whether the signature is the chain's; left out where that cannot be worked out. */
  readonly provesBeacon?: ((round: BeaconRound) => boolean) | undefined;
}

export interface PromiseChecked {
  readonly beacon: BeaconProof;
  /** When the named round came, epoch s; null when there is none or nobody knows its chain. */
  readonly beaconRoundAt: number | null;
}

/** What was promised before the sale: rules, commitment, beacon, and that the promise came first. */
export function checkPromise(draw: OpenedDraw, options: PromiseOptions): PromiseChecked {
  const { head, hashing, findings } = draw;
  const { rules } = head;
  if (commitmentOf(hashing, rules, head.lotKey, head.drawKey) !== head.commitment)
    findings.add(
      'swapped-key',
      'commitment',
      'keys and rules do not lead to the commitment that was published: one of them was exchanged',
    );
  if (rules.eventId !== head.eventId)
    findings.add('swapped-key', 'rules.eventId', `the rules are those of ${rules.eventId}`);
  if (rules.rosterRoot === null)
    findings.add(
      'unproven',
      'rules.rosterRoot',
      'the rules name no roster of accounts, so nobody can tell whether accounts were invented for the draw',
    );
  checkSchedule(draw);
  const beaconRoundAt = roundAtOf(draw);
  checkDates(draw, beaconRoundAt);
  return { beacon: checkBeacon(draw, options), beaconRoundAt };
}

function checkSchedule({ head, findings }: OpenedDraw): void {
  const { rules, schedule } = head;
  if (curveNamed(rules.curve) === undefined)
    findings.add('broken-schedule', 'rules.curve', `nobody knows a curve named ${rules.curve}`);
  const first = schedule[0];
  if (first !== undefined && (first[0] !== rules.opensAt || first[2] !== 0))
    findings.add('broken-schedule', 'schedule.0', 'the sale clock does not begin with 0 at the opening');
  schedule.forEach(([, tau], i) => {
    if (!isTau(tau))
      findings.add('broken-schedule', `schedule.${i}`, `τ = ${tau} is neither 0 nor from 1 to 1e9`);
  });
  for (const { path, message } of scheduleProblems(schedule, rules.opensAt, 'schedule'))
    findings.add('broken-schedule', path.replaceAll('/', '.'), `the sale clock jumps: ${message}`);
}

function checkDates({ head, findings }: OpenedDraw, beaconRoundAt: number | null): void {
  const { committedAt, rules } = head;
  if (committedAt >= rules.opensAt)
    findings.add(
      'late-commitment',
      'committedAt',
      `the commitment was published at ${committedAt}, and the sale opened at ${rules.opensAt}`,
    );
  else if (beaconRoundAt !== null && committedAt >= beaconRoundAt)
    findings.add(
      'late-commitment',
      'committedAt',
      `the commitment was published at ${committedAt}, when the beacon's round of ${beaconRoundAt} was known: keys could be chosen to fit it`,
    );
}

function roundAtOf({ head }: OpenedDraw): number | null {
  const named = head.rules.beacon;
  if (named === null) return null;
  const described = head.beaconRound?.chain;
  const chain =
    described !== undefined && beaconChainHash(described) === named.chainHash
      ? described
      : knownChain(named.chainHash);
  return chain === undefined ? null : roundTime(chain, named.round);
}

function checkBeacon({ head, findings }: OpenedDraw, options: PromiseOptions): BeaconProof {
  const { rules, beacon, beaconRound } = head;
  if (rules.beacon === null) {
    findings.add(
      'grindable',
      'rules.beacon',
      'the rules name no public randomness: whoever made the keys could try many and keep those they liked',
    );
    if (beacon !== '')
      findings.add('wrong-beacon', 'beacon', 'a beacon value was used although the rules name no beacon');
    return 'none';
  }
  const { chainHash, round } = rules.beacon;
  const wrong = (where: string, message: string): BeaconProof => {
    findings.add('wrong-beacon', where, message);
    return 'unproven';
  };
  if (beacon === '') return wrong('beacon', 'the rules name a beacon, and its value was never used');
  if (options.beacon !== undefined && options.beacon !== beacon)
    return wrong('beacon', `the value used is not the one you looked up for round ${round}`);
  if (beaconRound !== null) {
    if (beaconRound.round !== round)
      return wrong(
        'beaconRound.round',
        `the rules name round ${round}, and the signature is of ${beaconRound.round}`,
      );
    if (beaconChainHash(beaconRound.chain) !== chainHash)
      return wrong('beaconRound.chain', 'the chain described is not the one that the rules name');
    if (beaconValueOf(beaconRound.signature) !== beacon)
      return wrong('beaconRound.signature', 'the value used does not follow from the signature');
    if (options.provesBeacon?.(beaconRound) === false)
      return wrong('beaconRound.signature', `the signature of round ${round} is not the chain's`);
    if (options.provesBeacon !== undefined) return 'signature';
  }
  if (options.beacon !== undefined) return 'given';
  findings.add(
    'unproven-beacon',
    'beacon',
    `nothing here shows that the value is that of round ${round} of chain ${chainHash}: look it up, and give it to the verifier`,
  );
  return 'unproven';
}
