import { describe, expect, test } from 'vitest';
import { textToBase64Url } from '../../src/core/crypto/index.ts';
import type { Keep } from '../../src/web/platform/index.ts';
import { beginTrip, nameIn, readReturn, signInAddress } from '../../src/web/shell/sign-in-trip.ts';

const idToken = (claims: object) => `head.${textToBase64Url(JSON.stringify(claims))}.signature`;

function memoryKeep(): Keep {
  const values = new Map<string, unknown>();
  return {
    read: (key, isValid) => {
      const value = values.get(key);
      return isValid(value) ? value : undefined;
    },
    write: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

const TRIP = { nonce: 'nonce-1', returnPath: '/e/gala/queue' };

describe('the way to the identity provider', () => {
  test('asks it for an ID token, and always to come back to the one address that is registered there', () => {
    const provider = { authorizeUrl: 'https://login.example/authorize?tenant=7', clientId: 'tix-shop' };
    const address = new URL(signInAddress(provider, 'https://tickets.example', 'state-1', 'nonce-1') ?? '');
    expect(address.origin + address.pathname).toBe('https://login.example/authorize');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      tenant: '7',
      response_type: 'id_token',
      scope: 'openid',
      client_id: 'tix-shop',
      redirect_uri: 'https://tickets.example/',
      state: 'state-1',
      nonce: 'nonce-1',
    });
    expect(signInAddress({ ...provider, authorizeUrl: null }, 'https://x', 's', 'n')).toBeUndefined();
  });
});

describe('the way back', () => {
  test('leads to where it began, once', () => {
    const keep = memoryKeep();
    beginTrip(keep, 'state-1', TRIP);
    const fragment = `id_token=${idToken({ nonce: 'nonce-1' })}&state=state-1`;
    expect(readReturn(keep, fragment)).toMatchObject({ kind: 'token', returnPath: '/e/gala/queue' });
    expect(readReturn(keep, fragment)).toEqual({ kind: 'refused', returnPath: undefined });
  });

  test('is refused with a token that was made for another question', () => {
    const keep = memoryKeep();
    for (const claims of [{ nonce: 'nonce-2' }, {}]) {
      beginTrip(keep, 'state-1', TRIP);
      expect(readReturn(keep, `id_token=${idToken(claims)}&state=state-1`)).toEqual({
        kind: 'refused',
        returnPath: '/e/gala/queue',
      });
    }
  });

  test('is refused, but leads back, when the provider says no', () => {
    const keep = memoryKeep();
    beginTrip(keep, 'state-1', TRIP);
    expect(readReturn(keep, 'error=access_denied&state=state-1')).toEqual({
      kind: 'refused',
      returnPath: '/e/gala/queue',
    });
  });

  test('is open to the organiser’s own link, and every other fragment is left alone', () => {
    const keep = memoryKeep();
    expect(readReturn(keep, `id_token=${idToken({})}`)).toMatchObject({ kind: 'token' });
    for (const fragment of ['', 'content', 'state=state-1'])
      expect(readReturn(keep, fragment)).toBeUndefined();
  });
});

test('people are called what their provider calls them, or not at all', () => {
  expect(nameIn(idToken({ name: 'Ada', email: 'ada@example.org' }))).toBe('Ada');
  expect(nameIn(idToken({ name: '', email: 'ada@example.org' }))).toBe('ada@example.org');
  expect(nameIn(idToken({ name: 7 }))).toBe('');
  expect(nameIn('nonsense')).toBe('');
});
