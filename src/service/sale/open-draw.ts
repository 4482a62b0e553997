import { UserError } from '../../core/errors/index.ts';
import { knownChain, roundTime } from '../../core/proof/index.ts';
import type { KeyValueStore } from '../ports/index.ts';
import type { BeaconSignature } from './draw-record.ts';
import { editSale, requireKeys, requireSale } from './edit-sale.ts';

export interface DrawOpened {
  /** False when this very value was set before. */
  readonly changed: boolean;
  readonly round: number;
  readonly beacon: string;
}

/**
 * Sets the value of the beacon's round, once: until then nobody has a number, and nobody is let in.
 *
 * @param word.value 64 lower-case hex digits. `word.signed` is checked by the caller, who has the means.
 * @throws UserError `NO_BEACON` when the rules name none, `BEACON_SET` when another value is set, `ROUND_TO_COME`.
 */
export function openDraw(
  kvs: KeyValueStore,
  word: {
    readonly eventId: string;
    readonly value: string;
    readonly signature: BeaconSignature | undefined;
    readonly now: number;
  },
): Promise<DrawOpened> {
  const { eventId, value, signature, now } = word;
  return editSale<DrawOpened>(kvs, eventId, (records) => {
    requireSale(records, eventId);
    const keys = requireKeys(records, eventId);
    const named = records.draw?.rules.beacon ?? null;
    if (named === null)
      throw new UserError(
        'NO_BEACON',
        `the rules of ${eventId} name no beacon; \`tix draw commit\` publishes others, before the opening`,
      );
    const { chainHash, round } = named;
    if (keys.beacon === value) return { result: { changed: false, round, beacon: value } };
    if (keys.beacon !== null)
      throw new UserError(
        'BEACON_SET',
        `another value is set for ${eventId} already; changing it would draw everybody's number anew`,
      );
    const chain = signature?.chain ?? knownChain(chainHash);
    const comesAt = chain === undefined ? now : roundTime(chain, round);
    if (comesAt > now)
      throw new UserError(
        'ROUND_TO_COME',
        `round ${round} comes at ${comesAt}, in ${comesAt - now} s: nobody can know its value yet`,
      );
    return {
      keys: { ...keys, beacon: value },
      ...(signature === undefined ? {} : { beaconSignature: signature }),
      result: { changed: true, round, beacon: value },
    };
  });
}
