import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EdgeReason,
  makeEdgeHeader,
  openEdgeHeader,
  signSignInPass,
} from '../../../src/core/admission/index.ts';
import { hashing, keyNamed, OPENS_AT, someKeys } from './support.ts';

const keys = someKeys();
const pass = signSignInPass(hashing, keys.signIn, { sub: 'ada', iat: OPENS_AT, exp: OPENS_AT + 600 });
const path = '/v1/events/%C3%BCn%C3%AFcode/queue/admission';
const passage = { second: OPENS_AT, reason: 'admitted', sub: 'ada' } as const;
const header = makeEdgeHeader(hashing, keys.edge, path, passage);
const request = { path, pass, now: OPENS_AT };

describe('what the edge tells the service', () => {
  test('is believed on the path, for the buyer and about the second it was said of', () => {
    expect(openEdgeHeader(hashing, keys, header, request)).toEqual(passage);
  });

  test('is believed for five seconds before and after, and judged at the edge’s second', () => {
    for (const skew of [-5, 5]) {
      expect(openEdgeHeader(hashing, keys, header, { ...request, now: OPENS_AT + skew })).toEqual(passage);
    }
    for (const skew of [-6, 6]) {
      expect(openEdgeHeader(hashing, keys, header, { ...request, now: OPENS_AT + skew })).toBeUndefined();
    }
  });

  test('is worth nothing on another path or spelling of it, or with another buyer’s pass', () => {
    const eve = signSignInPass(hashing, keys.signIn, { sub: 'eve', iat: OPENS_AT, exp: OPENS_AT + 600 });
    for (const other of [
      { path: '/v1/events/%C3%BCn%C3%AFcode/queue/token' },
      { path: decodeURIComponent(path) },
      { path: `${path}/` },
      { pass: eve },
      { pass: undefined },
    ]) {
      expect(openEdgeHeader(hashing, keys, header, { ...request, ...other })).toBeUndefined();
    }
  });

  test('of a bad pass holds for a bad pass only', () => {
    const bad = makeEdgeHeader(hashing, keys.edge, path, {
      second: OPENS_AT,
      reason: 'badPass',
      sub: undefined,
    });
    expect(openEdgeHeader(hashing, keys, bad, { ...request, pass: 'forged' })).toEqual({
      second: OPENS_AT,
      reason: 'badPass',
      sub: undefined,
    });
    expect(openEdgeHeader(hashing, keys, bad, request)).toBeUndefined();
  });

  test('cannot be made without the edge’s key', () => {
    for (const key of [keyNamed('guess'), keys.signIn, keys.challenge]) {
      const forged = makeEdgeHeader(hashing, key, path, passage);
      expect(openEdgeHeader(hashing, keys, forged, request)).toBeUndefined();
    }
  });

  test('loses its worth with any change, a second copy or a line break', () => {
    const others = [
      undefined,
      '',
      `${header}, ${header}`,
      `${header}\n`,
      ` ${header}`,
      header.toUpperCase(),
      header.replace('admitted', 'arrival'),
      header.replace(String(OPENS_AT), String(OPENS_AT + 1)),
      header.replace(String(OPENS_AT), `0${OPENS_AT}`),
      header.slice(0, -1),
    ];
    for (const other of others) expect(openEdgeHeader(hashing, keys, other, request), other).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(header.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        fc.pre(character !== header[at]);
        const changed = header.slice(0, at) + character + header.slice(at + 1);
        expect(openEdgeHeader(hashing, keys, changed, request)).toBeUndefined();
      }),
    );
  });

  test('carries every reason there is', () => {
    const reasons: EdgeReason[] = [
      'admitted',
      'arrival',
      'sampled',
      'flagged',
      'badToken',
      'unproven',
      'early',
    ];
    for (const reason of reasons) {
      const value = makeEdgeHeader(hashing, keys.edge, path, { ...passage, reason });
      expect(openEdgeHeader(hashing, keys, value, request)).toEqual({ ...passage, reason });
    }
  });
});
