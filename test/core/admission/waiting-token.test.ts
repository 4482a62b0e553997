import fc from 'fast-check';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  type SigningKeys,
  signWaitingToken,
  verifyWaitingToken,
  type WaitingPayload,
} from '../../../src/core/admission/index.ts';
import { signJwt } from '../../../src/core/jwt/index.ts';
import { EVENT_ID, hashing, keyNamed, OPENS_AT, someKeys } from './support.ts';

const keys = someKeys();
const payload: WaitingPayload = {
  id: '019896f0-da84-7a4b-8d1c-c9726b4b76b0',
  evt: EVENT_ID,
  iat: OPENS_AT,
  exp: OPENS_AT + 3_600,
  sub: 'ada',
  lot: 'U07CeaAipEAUNmqRP3h4sQ',
  c0: 0.25,
  boff: OPENS_AT + 17,
  ch: 'ryJHucHOKAw3OJOJ',
  chd: 8,
};
const token = signWaitingToken(hashing, keys, payload);
const expected = { eventId: EVENT_ID, sub: 'ada', now: OPENS_AT + 60 };
const reasonOf = (text: string, against: Partial<typeof expected> = {}, using: SigningKeys = keys) => {
  const verified = verifyWaitingToken(hashing, using, text, { ...expected, ...against });
  return verified.ok ? 'ok' : verified.reason;
};

describe('a waiting token', () => {
  test('is taken from its owner, for its event, in its time', () => {
    expect(verifyWaitingToken(hashing, keys, token, expected)).toEqual({ ok: true, payload });
  });

  test('is signed with the newest key; what older keys signed is taken as long as they are kept', () => {
    const older = signWaitingToken(hashing, { ...keys, kid: 'k1' }, payload);
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toEqual({
      alg: 'HS256',
      typ: 'wrt+jwt',
      kid: 'k2',
    });
    expect(reasonOf(older)).toBe('ok');
    expect(reasonOf(older, {}, { kid: 'k2', signing: { k2: keyNamed('k2') } })).toBe('unknownKey');
  });

  test('of another event is refused', () => {
    expect(reasonOf(token, { eventId: 'another' })).toBe('wrongEvent');
  });

  test('of another buyer is refused', () => {
    expect(reasonOf(token, { sub: 'eve' })).toBe('wrongSubject');
  });

  test('is refused from the second it expires', () => {
    expect(reasonOf(token, { now: payload.exp - 1 })).toBe('ok');
    expect(reasonOf(token, { now: payload.exp })).toBe('expired');
  });

  test('cut off anywhere is refused', () => {
    for (let length = 0; length < token.length; length++)
      expect(reasonOf(token.slice(0, length))).not.toBe('ok');
  });

  test('with anything in it changed is refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(payload) as (keyof WaitingPayload)[])),
        fc.oneof(fc.nat(), fc.string()),
        (field, value) => {
          fc.pre(payload[field] !== value);
          const [header, , signature] = token.split('.');
          const body = Buffer.from(JSON.stringify({ ...payload, [field]: value })).toString('base64url');
          expect(reasonOf(`${header}.${body}.${signature}`)).toBe('badSignature');
        },
      ),
    );
  });

  test('signed with a key of ours that is for something else is refused', () => {
    for (const key of [keys.signIn, keys.edge, keys.lot, keys.draw, keys.challenge, keys.sample]) {
      expect(reasonOf(signJwt(hashing, key, { typ: 'wrt+jwt', kid: 'k2' }, payload))).toBe('badSignature');
    }
  });

  test('under another type or algorithm is refused, though the key is right', async () => {
    const key = keyNamed('k2');
    for (const typ of ['sign-in+jwt', 'session+jwt', 'JWT']) {
      expect(reasonOf(signJwt(hashing, key, { typ, kid: 'k2' }, payload))).toBe('wrongType');
    }
    const hs384 = await new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'HS384', typ: 'wrt+jwt', kid: 'k2' })
      .sign(Buffer.concat([key, key]));
    expect(reasonOf(hs384)).toBe('wrongAlgorithm');
  });

  test('naming a key that every object inherits finds none', () => {
    for (const kid of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
      expect(reasonOf(signJwt(hashing, new Uint8Array(0), { typ: 'wrt+jwt', kid }, payload))).toBe(
        'unknownKey',
      );
    }
    expect(reasonOf(signJwt(hashing, keyNamed('k2'), { typ: 'wrt+jwt' }, payload))).toBe('unknownKey');
  });

  test('cannot be signed with a key that is not there', () => {
    expect(() => signWaitingToken(hashing, { ...keys, kid: 'k3' }, payload)).toThrow(
      'kid names a signing key',
    );
  });
});
