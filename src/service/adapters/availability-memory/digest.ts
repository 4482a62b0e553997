/** Odd constants whose products spread every bit of a 32-bit word over the whole word (the two of MurmurHash3). */
const SPREAD_A = 0xcc9e2d51;
const SPREAD_B = 0x1b873593;
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** 32 bits of a seat id (FNV-1a). */
export function seatDigest(seatId: string): number {
  let digest = FNV_BASIS;
  for (let i = 0; i < seatId.length; i += 1) digest = Math.imul(digest ^ seatId.charCodeAt(i), FNV_PRIME);
  return digest;
}

/**
 * A digest of what a map shows, seat by seat in order. A seat's id and version say everything about it but one thing: whether its lock
 * has lapsed. 64 bits, made to tell revisions apart, not to withstand forgery.
 */
export class SectionDigest {
  #a = SPREAD_B;
  #b = SPREAD_A;

  add(seat: number, ver: number, isFree: boolean): void {
    const state = Math.imul(ver, 2) + (isFree ? 1 : 0);
    this.#a = mixed(this.#a ^ seat, SPREAD_A) ^ state;
    this.#b = mixed(this.#b ^ state, SPREAD_B) ^ seat;
  }

  /** 16 hexadecimal digits. */
  text(): string {
    return hex(mixed(this.#a, SPREAD_A)) + hex(mixed(this.#b, SPREAD_B));
  }
}

function mixed(word: number, spread: number): number {
  const product = Math.imul(word, spread);
  return (product ^ (product >>> 15)) | 0;
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
