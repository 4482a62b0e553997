import { invariant } from '../../core/errors/index.ts';
import { INITIAL_STATE, kernelModule, LANES } from './kernel.ts';
import { drawKeysOf, SIMULATED_EVENT } from './keys.ts';
import { type CompiledModule, webAssembly } from './web-assembly.ts';

/** Fills arrays with what the people numbered `first` to `first + count − 1` draw, beginning at `offset`. */
export interface Drawer {
  /** @param phases slot phases; left out when nobody will ask. */
  fill(first: number, count: number, v: Float64Array, phases: Uint8Array | undefined, offset: number): void;
}

const BLOCK_WORDS = 16 * LANES;
const STATE_WORDS = 8 * LANES;
const LOT_CHARACTERS = 22;
const SUB_BYTES = 8;

/** Ready-compiled kernel: threads share one. */
export function compileKernel(): CompiledModule {
  return new webAssembly.Module(kernelModule());
}

/**
 * Draws as core/admission does (`lotOf`, `lotteryNumberOf`, `slotPhaseOf`), four people at a time: the same bits, without an object per
 * person. HMAC key pads are hashed once (RFC 2104), and every message fits one block, so a number takes four compressions, a phase two.
 */
export function createDrawer(kernel: CompiledModule, seed: number, slotSeconds: number): Drawer {
  const memory = new webAssembly.Memory({ initial: 1 });
  const words = new Int32Array(memory.buffer);
  const compress = compressOf(new webAssembly.Instance(kernel, { env: { memory } }).exports.compress);
  const area = areas();
  const keys = drawKeysOf(seed);
  const initial = area(STATE_WORDS);
  INITIAL_STATE.forEach((word, i) => void words.fill(word, initial + i * LANES, initial + (i + 1) * LANES));

  const keyed = (key: Uint8Array, pad: number): number => {
    const block = area(BLOCK_WORDS);
    writeText(
      words,
      block,
      Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ pad),
    );
    const state = area(STATE_WORDS);
    compress(initial * 4, block * 4, state * 4);
    return state;
  };
  const lotKey = { inner: keyed(keys.lot, 0x36), outer: keyed(keys.lot, 0x5c) };
  const drawKey = { inner: keyed(keys.draw, 0x36), outer: keyed(keys.draw, 0x5c) };

  const outerBlock = area(BLOCK_WORDS);
  writeEnd(words, outerBlock, 32);
  const digest = area(STATE_WORDS);
  const hmac = (key: { inner: number; outer: number }, block: number): void => {
    compress(key.inner * 4, block * 4, outerBlock * 4);
    compress(key.outer * 4, outerBlock * 4, digest * 4);
  };

  const lotMessage = subMessage(words, area(BLOCK_WORDS), `lot\n${SIMULATED_EVENT}\n`);
  const slotMessage = subMessage(words, area(BLOCK_WORDS), `slot\n${SIMULATED_EVENT}\n`);
  const numberBlock = area(BLOCK_WORDS);
  writeEnd(words, numberBlock, LOT_CHARACTERS);

  return {
    fill(first, count, v, phases, offset) {
      for (let done = 0; done < count; done += LANES) {
        const lanes = Math.min(LANES, count - done);
        for (let lane = 0; lane < LANES; lane++) lotMessage.write(lane, first + done + lane);
        hmac(lotKey, lotMessage.block);
        for (let lane = 0; lane < LANES; lane++) writeLot(words, digest + lane, numberBlock + lane);
        hmac(drawKey, numberBlock);
        for (let lane = 0; lane < lanes; lane++) {
          const high = (words[digest + lane] as number) >>> 0;
          const low = (words[digest + LANES + lane] as number) >>> 11;
          v[offset + done + lane] = (high * 2 ** 21 + low) / 2 ** 53;
        }
        if (phases === undefined) continue;
        for (let lane = 0; lane < LANES; lane++) slotMessage.write(lane, first + done + lane);
        hmac(lotKey, slotMessage.block);
        for (let lane = 0; lane < lanes; lane++) {
          phases[offset + done + lane] = ((words[digest + lane] as number) >>> 0) % slotSeconds;
        }
      }
    },
  };
}

type Compress = (state: number, block: number, out: number) => void;

function compressOf(exported: unknown): Compress {
  invariant(typeof exported === 'function', 'the kernel exports compress');
  return exported as Compress;
}

/** Hands out areas of the kernel's memory, as word offsets. */
function areas(): (size: number) => number {
  let free = 0;
  return (size) => {
    free += size;
    return free - size;
  };
}

/** Bytes into a block, the same in every lane. */
function writeText(words: Int32Array, block: number, bytes: readonly number[]): void {
  for (const [i, byte] of bytes.entries()) {
    for (let lane = 0; lane < LANES; lane++) {
      const word = block + (i >> 2) * LANES + lane;
      words[word] = (words[word] as number) | (byte << (24 - 8 * (i & 3)));
    }
  }
}

/** The end of a message of `length` bytes that follows a 64-byte key pad: one bit, and the length in bits. */
function writeEnd(words: Int32Array, block: number, length: number): void {
  invariant(length <= 55, 'a message fits one block');
  writeText(
    words,
    block,
    Array.from({ length: length + 1 }, (_, i) => (i === length ? 0x80 : 0)),
  );
  words.fill((64 + length) * 8, block + 15 * LANES, block + 16 * LANES);
}

/** A message that ends in a pseudonym. Only the pseudonym's words are written again for each person. */
function subMessage(words: Int32Array, block: number, prefix: string) {
  const bytes = [...new TextEncoder().encode(prefix)];
  writeText(words, block, bytes);
  writeEnd(words, block, bytes.length + SUB_BYTES);
  const first = block + (bytes.length >> 2) * LANES;
  const shift = (bytes.length & 3) * 8;
  const before = shift === 0 ? 0 : (words[first] as number);
  const after = words[first + 2 * LANES] as number;
  return {
    block,
    write(lane: number, number: number): void {
      const high = letters(number >>> 16);
      const low = letters(number & 0xffff);
      const at = first + lane;
      if (shift === 0) {
        words[at] = high;
        words[at + LANES] = low;
        return;
      }
      words[at] = before | (high >>> shift);
      words[at + LANES] = (high << (32 - shift)) | (low >>> shift);
      words[at + 2 * LANES] = after | (low << (32 - shift));
    },
  };
}

/** Four hexadecimal digits as letters from a to p, the first in the highest byte. */
function letters(value: number): number {
  const pairs = (value | (value << 8)) & 0x00ff_00ff;
  return ((pairs | (pairs << 4)) & 0x0f0f_0f0f) + 0x6161_6161;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Two characters of base64url for each value of 12 bits. */
const PAIRS = Uint16Array.from(
  { length: 4096 },
  (_, bits) => (ALPHABET.charCodeAt(bits >> 6) << 8) | ALPHABET.charCodeAt(bits & 63),
);

/** The first 16 bytes of a digest as 22 characters of base64url; both areas are given at their lane. */
function writeLot(words: Int32Array, digest: number, block: number): void {
  const a = words[digest] as number;
  const b = words[digest + LANES] as number;
  const c = words[digest + 2 * LANES] as number;
  const d = words[digest + 3 * LANES] as number;
  words[block] = pairs(a >>> 20, a >>> 8);
  words[block + LANES] = pairs((a << 4) | (b >>> 28), b >>> 16);
  words[block + 2 * LANES] = pairs(b >>> 4, (b << 8) | (c >>> 24));
  words[block + 3 * LANES] = pairs(c >>> 12, c);
  words[block + 4 * LANES] = pairs(d >>> 20, d >>> 8);
  words[block + 5 * LANES] = ((PAIRS[(d << 4) & 0xfff] as number) << 16) | 0x8000;
}

function pairs(first: number, second: number): number {
  return ((PAIRS[first & 0xfff] as number) << 16) | (PAIRS[second & 0xfff] as number);
}
