import { describe, expect, test } from 'vitest';
import { choosePass, isPlainId, signedInSub, signSignInPass } from '../../../src/core/admission/index.ts';
import { signJwt } from '../../../src/core/jwt/index.ts';
import { hashing, keyNamed, OPENS_AT, someKeys } from './support.ts';

const keys = someKeys();
const claims = { sub: '用户42', iat: OPENS_AT, exp: OPENS_AT + 600 };
const pass = signSignInPass(hashing, keys.signIn, claims);
const signed = (payload: object) => signJwt(hashing, keys.signIn, { typ: 'sign-in+jwt' }, payload);

describe('a sign-in pass', () => {
  test('says who the buyer is until it expires', () => {
    expect(signedInSub(hashing, keys, pass, OPENS_AT)).toBe('用户42');
    expect(signedInSub(hashing, keys, pass, claims.exp - 1)).toBe('用户42');
    expect(signedInSub(hashing, keys, pass, claims.exp)).toBeUndefined();
  });

  test('that is missing, forged or another kind of token says nothing', () => {
    const forged = signSignInPass(hashing, keyNamed('forger'), claims);
    const session = signJwt(hashing, keys.signIn, { typ: 'session+jwt' }, claims);
    for (const bad of [undefined, '', 'x', forged, session, `${pass}x`, pass.slice(1)]) {
      expect(signedInSub(hashing, keys, bad, OPENS_AT)).toBeUndefined();
    }
  });

  test('without an end, or for somebody who cannot be, says nothing', () => {
    expect(signedInSub(hashing, keys, signed({ sub: 'ada' }), OPENS_AT)).toBeUndefined();
    expect(signedInSub(hashing, keys, signed({ sub: 'ada', exp: 'never' }), OPENS_AT)).toBeUndefined();
    for (const sub of ['', 'a\nb', 'a\0', 'a'.repeat(257), 7, null]) {
      expect(signedInSub(hashing, keys, signed({ ...claims, sub }), OPENS_AT), String(sub)).toBeUndefined();
    }
  });
});

describe('of several passes', () => {
  test('the header of ours counts before Authorization, and that before the cookie', () => {
    const all = { pass: 'header', authorization: 'Bearer token', cookie: 'cookie' };
    expect(choosePass(all)).toBe('header');
    expect(choosePass({ ...all, pass: undefined })).toBe('token');
    expect(choosePass({ cookie: 'cookie' })).toBe('cookie');
    expect(choosePass({})).toBeUndefined();
  });

  test('empty ones and other ways to authorise do not count', () => {
    expect(choosePass({ pass: '', authorization: 'Basic YTpi', cookie: 'cookie' })).toBe('cookie');
    expect(choosePass({ authorization: 'bearer  token ' })).toBe('token');
    expect(choosePass({ authorization: 'Bearer', cookie: '' })).toBeUndefined();
  });
});

test('an id has no control characters, is not empty and not endless', () => {
  for (const id of ['a', 'ünïcode-gála', '用户', 'auth0|1', ' ']) expect(isPlainId(id)).toBe(true);
  for (const id of ['', 'a\nb', 'a\tb', 'a\u007f', 'a'.repeat(257)]) expect(isPlainId(id)).toBe(false);
});
