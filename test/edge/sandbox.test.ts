import { describe, expect, test } from 'vitest';
import { type EdgeResponse, loadFunction } from '../../src/edge/host/index.ts';
import { eventFor } from './support/cases.ts';

const event = eventFor('mint', 'a', {});

/** What an expression is worth inside a function. */
async function inside(expression: string, nowMs = 0, store: Record<string, string> = {}): Promise<unknown> {
  const code = `import cf from 'cloudfront';\nimport crypto from 'crypto';
async function handler(event) { return { statusCode: 200, body: JSON.stringify(${expression}) }; }`;
  const run = loadFunction('test.js', code, { get: async (key) => store[key] });
  const { body } = (await run(event, nowMs)) as EdgeResponse;
  return typeof body === 'string' ? JSON.parse(body) : undefined;
}

describe('a function in the sandbox', () => {
  test('finds no global that the runtime has not', async () => {
    const absent =
      `process require module exports global setTimeout setInterval setImmediate queueMicrotask fetch eval Function
      Map Set WeakMap WeakSet WeakRef Proxy Reflect BigInt Intl WebAssembly SharedArrayBuffer Atomics URL Request performance
      structuredClone navigator Iterator escape`.split(/\s+/);
    for (const name of absent) expect(await inside(`typeof ${name}`), name).toBe('undefined');
    expect(await inside('Object.getOwnPropertyNames(globalThis).sort()')).toEqual(
      `Array ArrayBuffer Boolean Buffer DataView Date Error EvalError Float32Array Float64Array Infinity Int16Array Int32Array
      Int8Array JSON Math NaN Number Object Promise RangeError ReferenceError RegExp String Symbol SyntaxError TextDecoder
      TextEncoder TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray atob btoa console decodeURI
      decodeURIComponent encodeURI encodeURIComponent globalThis isFinite isNaN parseFloat parseInt undefined`.split(
        /\s+/,
      ),
    );
  });

  test('cannot make code out of text', async () => {
    await expect(inside('(() => 1).constructor("return 1")()')).rejects.toThrow(/[Cc]ode generation/);
  });

  test('has the runtime’s hashes and no other crypto', async () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await inside('crypto.createHash("sha256").update("abc").digest("hex")')).toBe(abc);
    expect(await inside('Object.keys(crypto)')).toEqual(['createHash', 'createHmac']);
    await expect(inside('crypto.createHash("sha512")')).rejects.toThrow('sha512');
  });

  test('sees the time it is called at, standing still', async () => {
    const code = `async function handler() {
      const before = Date.now(); for (let i = 0; i < 1e6; i++) {}
      return { statusCode: 200, body: JSON.stringify([before, Date.now(), +new Date(), new Date(5).getTime()]) };
    }`;
    const run = loadFunction('test.js', code, { get: async () => undefined });
    for (const nowMs of [1_790_000_000_000, 1_790_000_009_000]) {
      const { body } = (await run(event, nowMs)) as EdgeResponse;
      expect(JSON.parse(String(body))).toEqual([nowMs, nowMs, nowMs, 5]);
    }
  });

  test('reads the key-value store, and a missing key throws', async () => {
    const read =
      'await cf.kvs().get("a"), await cf.kvs().get("a", { format: "json" }), await cf.kvs().exists("b")';
    expect(await inside(`[${read}]`, 0, { a: '{"b":1}' })).toEqual(['{"b":1}', { b: 1 }, false]);
    await expect(inside('await cf.kvs().get("b")')).rejects.toThrow('KeyNotFound');
  });

  test('tells its log to whoever listens', async () => {
    const lines: string[] = [];
    const code = 'async function handler(event) { console.log("hello"); return event.request; }';
    await loadFunction('test.js', code, { get: async () => undefined, log: (line) => lines.push(line) })(
      event,
      0,
    );
    expect(lines).toEqual(['hello']);
  });
});
