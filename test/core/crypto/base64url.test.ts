import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as withBuffer from '../../../src/core/crypto/index.ts';
import * as atTheEdge from '../../../src/edge/functions/base64url.ts';

/** The codec as a browser runs it, which has no Buffer. */
async function withoutBuffer(): Promise<typeof withBuffer> {
  vi.resetModules();
  vi.stubGlobal('Buffer', undefined);
  return import('../../../src/core/crypto/index.ts');
}

afterEach(() => vi.unstubAllGlobals());

const codecs = {
  'with Buffer': async () => withBuffer,
  'in a browser': withoutBuffer,
  'at the edge': async () => atTheEdge,
};

describe.each(Object.entries(codecs))('base64url %s', (_name, load) => {
  test('gives back what went in, without padding', async () => {
    const codec = await load();
    vi.unstubAllGlobals();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (plain) => {
        const bytes = Buffer.from(plain);
        const text = codec.toBase64Url(bytes);
        expect(text).toBe(bytes.toString('base64url'));
        expect([...(codec.fromBase64Url(text) ?? [])]).toEqual([...bytes]);
      }),
    );
  });

  test('carries any text as UTF-8', async () => {
    const codec = await load();
    vi.unstubAllGlobals();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(codec.textFromBase64Url(codec.textToBase64Url(text))).toBe(text);
      }),
    );
    expect(codec.textToBase64Url('ünïcode 用户')).toBe('w7xuw69jb2RlIOeUqOaItw');
  });

  test('knows one spelling of some bytes only', async () => {
    const codec = await load();
    vi.unstubAllGlobals();
    expect(codec.fromBase64Url('_-8')).toEqual(codec.fromBase64Url('_-8'));
    for (const other of ['_-9', '/+8', '_-8=', ' _-8', '_-8\n', '_', 'ä', '_-8.']) {
      expect(codec.fromBase64Url(other), other).toBeUndefined();
    }
  });
});
