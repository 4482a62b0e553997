import { afterEach, describe, expect, test, vi } from 'vitest';
import { toBase64Url } from '../../../src/core/crypto/index.ts';
import { UserError } from '../../../src/core/errors/index.ts';
import { lazily } from '../../../src/service/lambda/lazily.ts';
import { serviceSecrets } from '../../../src/service/lambda/secrets/index.ts';
import { readSettings, reconcilerSettings } from '../../../src/service/lambda/settings/index.ts';
import { createTelemetry } from '../../../src/service/lambda/telemetry/index.ts';
import { lambdaContext } from './events.ts';

describe('the keys of a deployment', () => {
  const root = 'a'.repeat(64);
  const text = (keys: object) => Object.values(keys).map(toBase64Url);

  test('follow from its one secret, and differ from each other', () => {
    const keys = serviceSecrets(root);
    expect(text(keys)).toEqual(text(serviceSecrets(root)));
    expect(new Set(text(keys)).size).toBe(4);
    expect(Object.values(keys).every((key) => key.length === 32)).toBe(true);
  });

  test('tell nothing of each other or of another deployment', () => {
    const others = text(serviceSecrets('b'.repeat(64)));
    expect(text(serviceSecrets(root)).filter((key) => others.includes(key))).toEqual([]);
  });

  // Computed with `openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt key:aaa… -kdfopt info:"tix sub key" HKDF`.
  test('are HKDF-SHA256 as others compute it', () => {
    expect(Buffer.from(serviceSecrets(root).sub).toString('hex')).toBe(OPENSSL_SUB_KEY);
  });

  test('are not derived from something guessable', () => {
    expect(() => serviceSecrets('short')).toThrow('long enough');
  });
});

const OPENSSL_SUB_KEY = 'a175e61c08a1b5c3338fad2cbc3478b375f943550ff80417d15e2d8f8a360938';

describe('settings', () => {
  const settings = {
    tablePrefix: 'tix-',
    publicUrl: 'https://tickets.example',
    rootSecret: 'root',
    payments: { kind: 'rehearsal', table: 'books' },
  };
  const from = (value: unknown) => readSettings(reconcilerSettings, { TIX_SETTINGS: JSON.stringify(value) });

  test('are read as they were written', () => {
    expect(from(settings)).toEqual(settings);
  });

  test.for([undefined, '', 'not json'])('that are missing or no JSON are refused: %s', (text) => {
    expect(() => readSettings(reconcilerSettings, { TIX_SETTINGS: text })).toThrow('deploy again');
  });

  test('that do not fit are refused with every problem', () => {
    const wrong = { ...settings, publicUrl: 'http://tickets.example', payments: { kind: 'cash' }, extra: 1 };
    const error = catching(() => from(wrong));
    expect(error.code).toBe('SETTINGS_INVALID');
    expect(error.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/publicUrl', '/payments/kind', '/']),
    );
  });
});

describe('what is made lazily', () => {
  test('is made once for all who ask, and not before', async () => {
    let made = 0;
    const get = lazily(async () => ++made);
    expect(made).toBe(0);
    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
    expect(await get()).toBe(1);
  });

  test('is made again after a failure', async () => {
    let tries = 0;
    const get = lazily(async () => {
      if (++tries === 1) throw new Error('not yet');
      return tries;
    });
    await expect(get()).rejects.toThrow('not yet');
    expect(await get()).toBe(2);
  });
});

describe('telemetry', () => {
  afterEach(() => vi.restoreAllMocks());

  test('log lines are JSON with the function, the invocation and the id it shares with others', () => {
    const lines = written();
    const { log, begin } = createTelemetry('tix-holds');
    begin(lambdaContext(), 'cf-1');
    log.error({ err: new Error('it broke'), seats: 2 }, 'a hold failed');
    expect(lines()).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'a hold failed',
        service: 'tix-holds',
        correlation_id: 'cf-1',
        function_request_id: 'invocation-1',
        seats: 2,
        err: expect.objectContaining({ message: 'it broke' }),
      }),
    ]);
  });

  test('what was measured is published once, in the form CloudWatch reads from logs', () => {
    const lines = written();
    const telemetry = createTelemetry('tix-holds');
    telemetry.measure('GhostSeats', 2);
    telemetry.measure('SeatsClicked', 4);
    telemetry.end();
    telemetry.end();
    expect(lines()).toEqual([
      expect.objectContaining({ GhostSeats: 2, SeatsClicked: 4, service: 'tix-holds' }),
    ]);
    expect(lines()[0]?._aws.CloudWatchMetrics[0]).toMatchObject({
      Namespace: 'tix',
      Dimensions: [['service']],
    });
  });
});

/** JSON lines written to the process's outputs from now on. */
function written() {
  const texts: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      texts.push(String(text));
      return true;
    });
  return () => texts.map((text) => JSON.parse(text));
}

function catching(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error('nothing was refused');
}
