import { FLAG_BITS_EACH, FLAG_BLOCK_CHARS, FLAG_CHAR_ZERO, flagPlaceOf } from '../admission/index.ts';
import type { Hashing } from '../crypto/index.ts';
import { byGravity, type Flag } from './flags.ts';

/** The flags as the edge reads them: a blocked Bloom filter (Putze, Sanders and Singler 2007), one block a value. */
export interface FlagFilter {
  /** Text of every block, by its number. */
  readonly blocks: readonly string[];
  readonly flagged: number;
  /** Flags left out because the filter is full, the mildest ones. */
  readonly leftOut: number;
  readonly bytes: number;
  /** Chance that somebody who is not flagged is taken for it; it costs them a detour of milliseconds. */
  readonly errorRate: number;
}

/** Bits of the filter for each flagged person when there is room: an error rate of about half a percent. */
const BITS_PER_FLAG = 12;

/** Fewer would send too many honest buyers on the detour. */
const BITS_PER_FLAG_MIN = 8;

/** Four of the five megabytes that the edge's store takes. */
export const FLAG_BLOCKS_MAX = 4_000;

const BLOCK_BITS = FLAG_BLOCK_CHARS * 6;

/** How many flags a filter of this size takes. */
export function filterCapacity(blocksMax: number = FLAG_BLOCKS_MAX): number {
  return Math.floor((blocksMax * BLOCK_BITS) / BITS_PER_FLAG_MIN);
}

/** Builds the filter; cost grows with the number of flags. `blocksMax` bounds its size. */
export function buildFlagFilter(
  hashing: Hashing,
  sampleKey: Uint8Array,
  eventId: string,
  flags: readonly Pick<Flag, 'sub' | 'level' | 'until'>[],
  blocksMax: number = FLAG_BLOCKS_MAX,
): FlagFilter {
  const capacity = filterCapacity(blocksMax);
  const kept = flags.length <= capacity ? flags : [...flags].sort(byGravity).slice(0, capacity);
  const count = blocksFor(kept.length, blocksMax);
  const blocks = Array.from({ length: count }, () => new Uint8Array(FLAG_BLOCK_CHARS));
  for (const { sub } of kept) {
    const { block, bits } = flagPlaceOf(hashing, sampleKey, eventId, sub, count);
    const chars = blocks[block] as Uint8Array;
    for (const bit of bits) {
      const at = Math.floor(bit / 6);
      chars[at] = (chars[at] as number) | (1 << (bit % 6));
    }
  }
  return {
    blocks: blocks.map(textOf),
    flagged: kept.length,
    leftOut: flags.length - kept.length,
    bytes: count * FLAG_BLOCK_CHARS,
    errorRate: errorRateOf(blocks),
  };
}

/** A power of two, so that a few flags more or less leave every block where it is. None when nobody is flagged. */
function blocksFor(flags: number, blocksMax: number): number {
  if (flags === 0) return 0;
  const wanted = Math.ceil((flags * BITS_PER_FLAG) / BLOCK_BITS);
  return Math.min(2 ** Math.ceil(Math.log2(wanted)), blocksMax);
}

function textOf(chars: Uint8Array): string {
  return String.fromCharCode(...chars.map((six) => six + FLAG_CHAR_ZERO));
}

/** Mean over the blocks of (share of bits set)^k: each stranger falls into one block at random. */
function errorRateOf(blocks: readonly Uint8Array[]): number {
  if (blocks.length === 0) return 0;
  const rates = blocks.map((chars) => {
    let set = 0;
    for (const six of chars) set += bitsIn(six);
    return (set / BLOCK_BITS) ** FLAG_BITS_EACH;
  });
  return rates.reduce((sum, rate) => sum + rate, 0) / blocks.length;
}

function bitsIn(six: number): number {
  let count = 0;
  for (let rest = six; rest > 0; rest &= rest - 1) count++;
  return count;
}
