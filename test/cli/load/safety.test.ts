import { describe, expect, test } from 'vitest';
import { isLoopback, requireConsent } from '../../../src/cli/load/index.ts';

const NOW_MS = Date.parse('2027-06-01T10:00:00Z');
const site = new URL('https://tickets.example');
const run = { id: 'load-1234', isNamed: true, endsAtMs: NOW_MS + 60_000 };

async function verdict(text: string | undefined, target = site): Promise<string> {
  try {
    await requireConsent(target, run, NOW_MS, async () => text);
    return 'agreed';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('load goes', () => {
  test('to this machine without asking', async () => {
    for (const address of ['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1', 'http://127.9.9.9'])
      expect(await verdict(undefined, new URL(address)), address).toBe('agreed');
  });

  test('to no other machine that has not agreed', async () => {
    for (const address of [
      'http://127.0.0.1.example',
      'http://10.0.0.1',
      'http://localhost.example',
      'http://0.0.0.0',
    ])
      expect(isLoopback(new URL(address)), address).toBe(false);
    expect(await verdict(undefined)).toBe('CONSENT_MISSING');
  });

  test('to another machine that has agreed to this very run, until it ends', async () => {
    expect(await verdict('{"run":"load-1234","expiresAt":"2027-06-01T11:00:00Z"}')).toBe('agreed');
  });

  test('nowhere on the consent to another run, an expired one, one for ever, or none at all', async () => {
    for (const text of [
      '{"run":"load-9999","expiresAt":"2027-06-01T11:00:00Z"}',
      '{"run":"load-1234","expiresAt":"2027-06-01T10:00:30Z"}',
      '{"run":"load-1234","expiresAt":"2099-01-01T00:00:00Z"}',
      '{"run":"load-1234"}',
      '<html>not found</html>',
    ])
      expect(await verdict(text), text).toBe('CONSENT_INVALID');
  });

  test('with a refusal that says what to put where, and how to go on', async () => {
    const unnamed = { ...run, isNamed: false };
    await expect(requireConsent(site, unnamed, NOW_MS, async () => undefined)).rejects.toThrow(
      '{"run":"load-1234","expiresAt":"2027-06-01T11:01:00.000Z"} at https://tickets.example/.well-known/tix-load.json, then run this again with --run load-1234',
    );
  });
});
