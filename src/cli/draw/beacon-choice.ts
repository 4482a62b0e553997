import type { DrawRules } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { KNOWN_CHAINS, knownChain, roundAt } from '../../core/proof/index.ts';
import { integer, type Moment, moment, text } from '../framework/index.ts';

export const beaconChoiceOptions = {
  beaconChain: text({
    summary: 'chain of the beacon: quicknet, default, or the hash of another',
    placeholder: 'CHAIN',
    default: 'quicknet',
    pattern: /^(?:quicknet|default|[0-9a-f]{64})$/,
    expected: 'quicknet, default, or 64 lower-case hex digits',
  }),
  beaconRound: integer({ summary: 'round of the beacon that completes the draw', min: 1, max: 2 ** 50 }),
  beaconAt: moment({ summary: 'the same by its time: the first round then or later' }),
};

/**
 * The round that is named, or undefined when none is.
 *
 * @throws UserError `BEACON_AMBIGUOUS`, `CHAIN_UNKNOWN` when the time of its rounds is asked for and nobody here knows it.
 */
export function beaconChoice(input: {
  readonly beaconChain: string;
  readonly beaconRound: number | undefined;
  readonly beaconAt: Moment | undefined;
}): NonNullable<DrawRules['beacon']> | undefined {
  const { beaconRound, beaconAt } = input;
  const chainHash = hashOf(input.beaconChain);
  if (beaconRound !== undefined && beaconAt !== undefined)
    throw new UserError('BEACON_AMBIGUOUS', 'give --beacon-round or --beacon-at, not both');
  if (beaconRound !== undefined) return { chainHash, round: beaconRound };
  if (beaconAt === undefined) return undefined;
  const chain = knownChain(chainHash);
  if (chain === undefined)
    throw new UserError(
      'CHAIN_UNKNOWN',
      `nobody here knows when the rounds of ${chainHash} come; name one with --beacon-round`,
    );
  return { chainHash, round: roundAt(chain, beaconAt.epochSeconds) };
}

function hashOf(name: string): string {
  return name === 'quicknet' || name === 'default' ? KNOWN_CHAINS[name].hash : name;
}
