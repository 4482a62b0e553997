/**
 * A WebAssembly module that compresses four SHA-256 blocks at once (FIPS 180-4, section 6.2.2), one per lane of 128-bit registers. It is
 * assembled here: WebAssembly has no other source form that runs without a compiler.
 */

type Code = readonly number[];

/** Words of a state or block as the kernel wants them: word i of lane l at index 4 i + l. */
export const LANES = 4;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUND_CONSTANTS: readonly number[] = fractionsOfRoots(64, Math.cbrt);

/** The same of the square roots of the first eight: the state that hashing starts from. */
export const INITIAL_STATE: readonly number[] = fractionsOfRoots(8, Math.sqrt);

function fractionsOfRoots(count: number, root: (n: number) => number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map((prime) => Math.floor((root(prime) % 1) * 2 ** 32) | 0);
}

const I32 = 0x7f;
const V128 = 0x7b;
const STATE_POINTER = 0;
const BLOCK_POINTER = 1;
const OUT_POINTER = 2;
const FIRST_WORD = 3;
const FIRST_VARIABLE = FIRST_WORD + 16;
const TEMPORARY = FIRST_VARIABLE + 8;
const LOCALS = TEMPORARY + 1 - FIRST_WORD;

/**
 * The module. It imports `env.memory` and exports `compress(state, block, out)`, byte offsets of 16-byte aligned areas: adds the
 * compression of `block` (16 × 4 words) to `state` (8 × 4 words) and stores the sum at `out`. Areas may overlap.
 */
export function kernelModule(): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...vector([[I32], [I32], [I32]]), ...vector([])];
  const memory = [...text('env'), ...text('memory'), 0x02, 0x00, 0x01];
  const body = [...vector([[...unsigned(LOCALS), V128]]), ...compression(), 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([type])),
    ...section(2, vector([memory])),
    ...section(3, vector([[0x00]])),
    ...section(7, vector([[...text('compress'), 0x00, 0x00]])),
    ...section(10, vector([[...unsigned(body.length), ...body]])),
  ]);
}

function compression(): Code {
  const code: number[] = [];
  for (let i = 0; i < 16; i++) code.push(...set(FIRST_WORD + i, load(BLOCK_POINTER, i)));
  for (let i = 0; i < 8; i++) code.push(...set(FIRST_VARIABLE + i, load(STATE_POINTER, i)));
  for (let round = 0; round < 64; round++) {
    if (round >= 16) code.push(...set(wordLocal(round), scheduledWord(round)));
    code.push(...roundCode(round));
  }
  for (let i = 0; i < 8; i++) {
    code.push(...store(OUT_POINTER, i, add(load(STATE_POINTER, i), get(FIRST_VARIABLE + i))));
  }
  return code;
}

/** The schedule is kept as a ring of the last 16 words. */
function wordLocal(round: number): number {
  return FIRST_WORD + (round % 16);
}

function scheduledWord(round: number): Code {
  const [early, late] = [get(wordLocal(round - 15)), get(wordLocal(round - 2))];
  return add(
    add(get(wordLocal(round)), get(wordLocal(round - 7))),
    add(
      xor(xor(rotateRight(early, 7), rotateRight(early, 18)), shiftRight(early, 3)),
      xor(xor(rotateRight(late, 17), rotateRight(late, 19)), shiftRight(late, 10)),
    ),
  );
}

/** Variables do not move from round to round; their names do. After 64 rounds each has its own name again. */
function roundCode(round: number): Code {
  const [a, b, c, d, e, f, g, h] = Array.from(
    { length: 8 },
    (_, i) => FIRST_VARIABLE + ((i - round + 64) % 8),
  ) as [number, number, number, number, number, number, number, number];
  const [va, vb, vc, ve, vf, vg] = [get(a), get(b), get(c), get(e), get(f), get(g)];
  const chosen = xor(vg, and(ve, xor(vf, vg)));
  const mixedE = xor(xor(rotateRight(ve, 6), rotateRight(ve, 11)), rotateRight(ve, 25));
  const majority = xor(and(va, vb), and(vc, xor(va, vb)));
  const mixedA = xor(xor(rotateRight(va, 2), rotateRight(va, 13)), rotateRight(va, 22));
  const constant = splat(ROUND_CONSTANTS[round] ?? 0);
  const first = add(add(add(get(h), get(wordLocal(round))), constant), add(chosen, mixedE));
  return [
    ...set(TEMPORARY, first),
    ...set(d, add(get(d), get(TEMPORARY))),
    ...set(h, add(get(TEMPORARY), add(mixedA, majority))),
  ];
}

// WebAssembly's instructions, as far as they are needed. An expression leaves one value on the stack.

const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
const constant32 = (value: number): Code => [0x41, ...signed(value)];
const splat = (value: number): Code => [...constant32(value), 0xfd, 0x11];
const load = (pointer: number, word: number): Code => [...get(pointer), 0xfd, 0x00, ...place(word)];
const store = (pointer: number, word: number, value: Code): Code => [
  ...get(pointer),
  ...value,
  0xfd,
  0x0b,
  ...place(word),
];
const place = (word: number): Code => [0x04, ...unsigned(word * 4 * LANES)];
const and = (x: Code, y: Code): Code => [...x, ...y, 0xfd, 0x4e];
const or = (x: Code, y: Code): Code => [...x, ...y, 0xfd, 0x50];
const xor = (x: Code, y: Code): Code => [...x, ...y, 0xfd, 0x51];
const add = (x: Code, y: Code): Code => [...x, ...y, 0xfd, 0xae, 0x01];
const shiftLeft = (x: Code, by: number): Code => [...x, ...constant32(by), 0xfd, 0xab, 0x01];
const shiftRight = (x: Code, by: number): Code => [...x, ...constant32(by), 0xfd, 0xad, 0x01];
const rotateRight = (x: Code, by: number): Code => or(shiftRight(x, by), shiftLeft(x, 32 - by));

// Its binary form.

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const text = (value: string): Code => [...unsigned(value.length), ...new TextEncoder().encode(value)];

/** LEB128. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Signed LEB128 of 32 bits. */
function signed(value: number): Code {
  return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
