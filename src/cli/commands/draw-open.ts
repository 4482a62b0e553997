import { UserError } from '../../core/errors/index.ts';
import { type BeaconChain, beaconChainHash, knownChain } from '../../core/proof/index.ts';
import { type BeaconSignature, openDraw, readRecords } from '../../service/sale/index.ts';
import { type BeaconInput, beaconValue, provesBeacon, readBeacon } from '../draw/index.ts';
import { defineCommand, text } from '../framework/index.ts';
import { kvsOption, withKvs } from '../kvs-url.ts';
import { eventArgument } from '../sale/index.ts';

export default defineCommand({
  name: 'draw open',
  description: `
    Sets the value of the beacon’s round that the rules name, once. Until then nobody has a number, and nobody
    is let in. A file as drand’s API answers it is checked: round, chain, and the signature, which is kept
    for the proof.`,
  args: { event: eventArgument },
  options: { beacon: text({ ...beaconValue, required: true }), kvs: kvsOption },
  examples: [
    {
      line: 'tix draw open cup-final --beacon round.json',
      does: 'From https://api.drand.sh/CHAIN/public/ROUND, saved to a file',
    },
    {
      line: 'tix draw open cup-final --beacon fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd',
      does: 'By hand; whoever verifies has to look the value up',
    },
  ],
  async run({ event: eventId, beacon, kvs: url }, ctx) {
    const given = await readBeacon(ctx, beacon);
    return withKvs(ctx, { kvs: url }, async (kvs) => {
      const { draw } = await readRecords(kvs, eventId);
      const signature = provenSignature(given, draw?.rules.beacon ?? null);
      const now = Math.floor(ctx.clock.nowMs() / 1000);
      const opened = await openDraw(kvs, { eventId, value: given.value, signature, now });
      return { eventId, ...opened, proven: signature !== undefined };
    });
  },
  render({ eventId, changed, round, beacon, proven }, { paint }) {
    if (!changed) return `The value of round ${round} was set for ${eventId} already; nothing was changed.`;
    return [
      `${paint.green('opened')} the draw of ${eventId} with round ${round}: ${beacon}`,
      proven
        ? 'Its signature is the chain’s, and is kept for the proof.'
        : 'It came without a signature: whoever verifies the draw has to look it up.',
    ].join('\n');
  },
});

/**
 * What is kept of the signature, once it is proven.
 *
 * @throws UserError `WRONG_ROUND`, `WRONG_CHAIN`, `WRONG_SIGNATURE`, `CHAIN_UNKNOWN`.
 */
function provenSignature(
  { signed }: BeaconInput,
  named: { readonly chainHash: string; readonly round: number } | null,
): BeaconSignature | undefined {
  if (signed === null || named === null) return undefined;
  const { round, signature, previousSignature } = signed;
  if (round !== named.round)
    throw new UserError('WRONG_ROUND', `the rules name round ${named.round}, and this is round ${round}`);
  const known = knownChain(named.chainHash);
  const chain: BeaconChain | undefined = known ?? signed.chain ?? undefined;
  if (chain === undefined)
    throw new UserError(
      'CHAIN_UNKNOWN',
      `nobody here knows the key of chain ${named.chainHash}; put what its /info answers into the file, as "chain"`,
    );
  if (known === undefined && beaconChainHash(chain) !== named.chainHash)
    throw new UserError('WRONG_CHAIN', 'the chain this file describes is not the one that the rules name');
  if (!provesBeacon({ round, signature, previousSignature, chain }))
    throw new UserError(
      'WRONG_SIGNATURE',
      `this is not the chain's signature of round ${round}; nothing was set`,
    );
  return { signature, previousSignature, chain: known === undefined ? chain : null };
}
