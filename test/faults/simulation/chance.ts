import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of chance that belongs to one actor, so that taking another actor away leaves this one's choices as they were. */
export interface Chance {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

export function chance(seed: number, actor: string): Chance {
  const generator = xoroshiro128plus(mixed(hashOf(actor), seed));
  const unit = () => uniformFloat64(generator);
  return {
    unit,
    between: (from, to) => from + unit() * (to - from),
    below: (below) => Math.floor(unit() * below),
    happens: (probability) => unit() < probability,
    pick: (list) => list[Math.floor(unit() * list.length)] as (typeof list)[number],
  };
}

/** Chance without a stream: the same for the same seed, matter and moment, whatever else has happened before. In [0, 1). */
export function chanceAt(seed: number, matter: number, momentMs: number): number {
  const whole = Math.floor(momentMs);
  const fraction = Math.floor((momentMs - whole) * 2 ** 20);
  return mixed(mixed(mixed(seed, matter), whole | 0), fraction) / 2 ** 32;
}

/** 32 bits of a text (FNV-1a). */
export function hashOf(text: string, basis = 0x811c9dc5): number {
  let hash = basis;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Two words made one in which every bit depends on every bit of both (the finaliser of MurmurHash3). */
function mixed(a: number, b: number): number {
  let word = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
