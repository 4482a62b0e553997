import type { Hashing } from '../crypto/index.ts';
import { uint32 } from './draw.ts';

/** Characters of a block of the filter, six bits each: what fits into one value of the edge's key-value store. */
export const FLAG_BLOCK_CHARS = 1_020;

/** Bits that a flagged person sets in their block. */
export const FLAG_BITS_EACH = 8;

/** First of the 64 characters that stand for six bits, in the order of their codes. */
export const FLAG_CHAR_ZERO = 48;

/** Where a person would stand in the filter: their block, and the bits in it. */
export interface FlagPlace {
  readonly block: number;
  readonly bits: readonly number[];
}

/** Keyed, so that nobody can work out whom else a flag hits; the bits are spread by double hashing (Kirsch and Mitzenmacher 2006). */
export function flagPlaceOf(
  hashing: Hashing,
  sampleKey: Uint8Array,
  eventId: string,
  sub: string,
  blocks: number,
): FlagPlace {
  const digest = hashing.hmacSha256(sampleKey, `flag\n${eventId}\n${sub}`);
  const bits: number[] = [];
  for (let i = 0; i < FLAG_BITS_EACH; i++) {
    bits.push((uint32(digest, 4) + i * (uint32(digest, 8) + 1)) % (FLAG_BLOCK_CHARS * 6));
  }
  return { block: uint32(digest, 0) % blocks, bits: bits };
}

/** Key of a block; the number of blocks is part of it, so that a filter of another size does not mix with this one. */
export function flagBlockKey(eventId: string, blocks: number, block: number): string {
  return `flags:${eventId}:${blocks}:${block}`;
}

/** Whether all these bits are set: true for every flagged person, and by chance for a few others. */
export function areFlagged(text: string, bits: readonly number[]): boolean {
  return bits.every((bit) => ((text.charCodeAt(Math.floor(bit / 6)) - FLAG_CHAR_ZERO) >> (bit % 6)) & 1);
}
