import fc from 'fast-check';
import { jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { textToBase64Url } from '../../../src/core/crypto/index.ts';
import { MAX_JWT_LENGTH, signJwt, unverifiedPayload, verifyJwt } from '../../../src/core/jwt/index.ts';
import { hashing, keyNamed } from '../admission/support.ts';

const key = keyNamed('jwt');
const expected = { typ: 'session+jwt', keyOf: (kid: string | undefined) => (kid === 'k1' ? key : undefined) };
const signed = (payload: object = { sub: 'ada' }) =>
  signJwt(hashing, key, { typ: 'session+jwt', kid: 'k1' }, payload);
const reasonOf = (token: string) => {
  const verified = verifyJwt(hashing, token, expected);
  return verified.ok ? 'ok' : verified.reason;
};

describe('a token we signed', () => {
  test('says what it was given', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (claims) => {
        const payload = JSON.parse(JSON.stringify(claims));
        expect(verifyJwt(hashing, signed(payload), expected)).toEqual({ ok: true, payload, kid: 'k1' });
      }),
    );
  });

  test('is one that any JOSE library takes', async () => {
    const token = signed({ sub: 'ünïcode 用户', lim: 10 });
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      typ: 'session+jwt',
      algorithms: ['HS256'],
    });
    expect(payload).toEqual({ sub: 'ünïcode 用户', lim: 10 });
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'session+jwt', kid: 'k1' });
  });

  test('loses its worth with any change of a character', () => {
    const token = signed({ sub: 'ada', exp: 1 });
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        fc.pre(character !== token[at]);
        expect(reasonOf(token.slice(0, at) + character + token.slice(at + 1))).not.toBe('ok');
      }),
    );
  });

  test('loses its worth when cut or lengthened', () => {
    const token = signed();
    for (let length = 0; length < token.length; length++)
      expect(reasonOf(token.slice(0, length))).not.toBe('ok');
    for (const tail of ['.', '=', 'A', '\n', `.${token}`])
      expect(reasonOf(token + tail), tail).not.toBe('ok');
  });
});

test('a token another library signed with our key and type is taken', async () => {
  const token = await new SignJWT({ sub: 'ada' })
    .setProtectedHeader({ typ: 'session+jwt', alg: 'HS256', kid: 'k1' })
    .sign(key);
  expect(verifyJwt(hashing, token, expected)).toEqual({ ok: true, payload: { sub: 'ada' }, kid: 'k1' });
});

describe('refused is', () => {
  const [, body = ''] = signed().split('.');
  const forged = (header: object, signingKey = key) => {
    const text = `${textToBase64Url(JSON.stringify(header))}.${body}`;
    return `${text}.${Buffer.from(hashing.hmacSha256(signingKey, text)).toString('base64url')}`;
  };

  test('any other algorithm, `none` with an empty signature among them', async () => {
    const none = `${textToBase64Url('{"alg":"none","typ":"session+jwt","kid":"k1"}')}.${body}.`;
    const hs512 = await new SignJWT({ sub: 'ada' })
      .setProtectedHeader({ typ: 'session+jwt', alg: 'HS512', kid: 'k1' })
      .sign(Buffer.concat([key, key]));
    expect(reasonOf(none)).toBe('wrongAlgorithm');
    expect(reasonOf(hs512)).toBe('wrongAlgorithm');
    expect(reasonOf(forged({ alg: 'hs256', typ: 'session+jwt', kid: 'k1' }))).toBe('wrongAlgorithm');
    expect(reasonOf(forged({ typ: 'session+jwt', kid: 'k1' }))).toBe('wrongAlgorithm');
  });

  test('any other kind of token, though signed with the same key', () => {
    for (const typ of ['wrt+jwt', 'JWT', 'Session+JWT', undefined]) {
      expect(reasonOf(forged({ alg: 'HS256', typ, kid: 'k1' }))).toBe('wrongType');
    }
  });

  test('an unknown key and another key', () => {
    expect(reasonOf(forged({ alg: 'HS256', typ: 'session+jwt', kid: 'k9' }))).toBe('unknownKey');
    expect(reasonOf(forged({ alg: 'HS256', typ: 'session+jwt' }))).toBe('unknownKey');
    expect(reasonOf(forged({ alg: 'HS256', typ: 'session+jwt', kid: ['k1'] }))).toBe('unknownKey');
    expect(reasonOf(forged({ alg: 'HS256', typ: 'session+jwt', kid: 'k1' }, keyNamed('other')))).toBe(
      'badSignature',
    );
  });

  test('everything else, whatever it is, without a fault', () => {
    const nearly = signed();
    const odd = [
      '',
      '.',
      '..',
      'a.b.c',
      'ä.ö.ü',
      '{}.{}.{}',
      nearly.replace('.', ''),
      `x${'.'.repeat(5000)}`,
    ];
    for (const text of odd) expect(reasonOf(text), text.slice(0, 20)).toBe('malformed');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(reasonOf(text)).not.toBe('ok');
      }),
    );
  });

  test('a text too long to be one of ours, unread', () => {
    const long = signed({ sub: 'a'.repeat(MAX_JWT_LENGTH) });
    expect(reasonOf(long)).toBe('malformed');
  });
});

test('what a token says can be read without believing it', () => {
  expect(unverifiedPayload(`e30.${textToBase64Url('{"sub":"eve"}')}.forged`)).toEqual({ sub: 'eve' });
  for (const text of ['', 'a', 'a.b', 'a.e30', `a.${textToBase64Url('7')}.c`]) {
    expect(unverifiedPayload(text)).toEqual(text === 'a.e30' ? {} : undefined);
  }
});
