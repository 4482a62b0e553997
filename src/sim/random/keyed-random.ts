/**
 * Chance that depends on nothing but the run's seed, a purpose and a number: whoever asks, in whatever order, gets the same answer. (A
 * generator that is stepped through would tie a person's fate to how many others were asked before.)
 */
export interface KeyedRandom {
  /** Uniform in (0, 1), never either end. */
  unit(number: number): number;
  /** Exponential with this mean. */
  exponential(number: number, mean: number): number;
  /** Standard normal. */
  normal(number: number): number;
}

/** Every purpose of the same seed has numbers of its own. */
export function keyedRandom(seed: number, purpose: string): KeyedRandom {
  const key = textHash(`${seed} ${purpose}`);
  const otherKey = textHash(`${purpose} ${seed}`);
  const unit = (number: number): number => (mix(mix(number ^ key) + otherKey) + 0.5) / 2 ** 32;
  const other = (number: number): number => (mix(mix(number ^ otherKey) + key) + 0.5) / 2 ** 32;
  return {
    unit,
    exponential: (number, mean) => -mean * Math.log(unit(number)),
    // Box and Muller (1958).
    normal: (number) => Math.sqrt(-2 * Math.log(unit(number))) * Math.cos(2 * Math.PI * other(number)),
  };
}

/** The finaliser of MurmurHash3 (Appleby): every bit of the input turns half of the output's. */
function mix(number: number): number {
  let h = number | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a. */
function textHash(text: string): number {
  let hash = 0x811c_9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x0100_0193);
  return mix(hash);
}
