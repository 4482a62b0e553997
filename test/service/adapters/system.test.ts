import { createHash, createHmac } from 'node:crypto';
import { hrtime } from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeHashing, systemClock, systemRandom } from '../../../src/service/adapters/system/index.ts';
import { describeClock } from '../../contracts/clock.contract.ts';
import { describeRandom } from '../../contracts/random.contract.ts';

/** Lets real time pass, measured on another clock. */
function spin(ms: number): void {
  const end = hrtime.bigint() + BigInt(ms) * 1_000_000n;
  while (hrtime.bigint() < end);
}

describeClock('the machine’s', () => ({ clock: systemClock, advance: spin }));
describeRandom('the machine’s', () => systemRandom);

test('hashes are those of the text in UTF-8, with any key', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.string({ unit: 'grapheme' }), (key, text) => {
      const bytes = new TextEncoder().encode(text);
      expect(Buffer.from(nodeHashing.sha256(text))).toEqual(createHash('sha256').update(bytes).digest());
      expect(Buffer.from(nodeHashing.hmacSha256(key, text))).toEqual(
        createHmac('sha256', key).update(bytes).digest(),
      );
      expect(nodeHashing.hmacSha256(key, text)).toEqual(nodeHashing.hmacSha256(key, text));
    }),
  );
});
