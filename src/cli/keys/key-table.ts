import type { KeyLine } from '../../service/sale/index.ts';
import { table } from '../framework/index.ts';
import { inTime } from '../sale/index.ts';

const PURPOSES: Readonly<Record<KeyLine['purpose'], string>> = {
  signing: 'signs places',
  lot: 'draws lots',
  draw: 'draws numbers',
  edge: 'vouches for the edge',
  challenge: 'makes challenges',
  sample: 'samples requests',
  signIn: 'verifies sign-ins',
};

/** Keys as a person reads them: no key, but all there is to say of each. */
export function keyTable(keys: readonly KeyLine[], now: number): string {
  return table(
    [{ heading: 'purpose' }, { heading: 'kid' }, { heading: 'fingerprint' }, { heading: 'use' }],
    keys.map((key) => [PURPOSES[key.purpose], key.kid ?? '', key.fingerprint, useInWords(key, now)]),
  );
}

function useInWords({ use, addedAt, signsFrom, verifiesUntil }: KeyLine, now: number): string {
  const at = (moment: number | null) => (moment === null ? 'an unknown time' : inTime(moment, now));
  switch (use) {
    case 'signs':
      return `signs since ${at(signsFrom)}`;
    case 'waits':
      return `waits to sign, added ${at(addedAt)}`;
    case 'verifies':
      return `verifies what it signed until ${at(verifiesUntil)}`;
    case 'expired':
      return `not needed since ${at(verifiesUntil)}; the next rotation drops it`;
    case 'sale':
      return `for this sale, drawn ${at(addedAt)}`;
    case 'service':
      return 'the service’s own, shared by all events';
  }
}
