import { describe, expect, test } from 'vitest';
import { follow, type News, operationsClient } from '../../../src/cli/operations/index.ts';
import { type OperationsServerOptions, operationsServer } from '../../support/operations-server.ts';
import { snapshot } from './sale-in-full-swing.ts';

const TOKEN = 'operator-token';
const QUICK = { pollMs: 20, backoffMs: [20] };
const IMPATIENT = { silenceMs: 60 };

const server = (options: Partial<OperationsServerOptions> = {}) =>
  operationsServer({ snapshot, token: TOKEN, ...options });

/** Follows whatever server `at` names at the moment, by a clock that stands. */
function following(
  at: { readonly url: string; readonly token?: string },
  { eventId = snapshot.eventId, silenceMs = 30_000 } = {},
) {
  const leaving = new AbortController();
  const client = operationsClient(eventId, async () => ({ url: at.url, token: at.token ?? TOKEN }));
  const news = follow({ client, clock: { nowMs: () => 0 }, signal: leaving.signal, silenceMs, ...QUICK });
  const next = async () => (await news.next()).value as News;
  /** The first news of a kind; others that come before it are passed over. */
  const until = async (isWanted: (news: News) => boolean) => {
    for (let tries = 0; tries < 50; tries++) {
      const told = await next();
      if (isWanted(told)) return told;
    }
    throw new Error('it never came');
  };
  return { next, until, leave: () => leaving.abort() };
}

const later = (seconds: number) => ({ ...snapshot, atMs: snapshot.atMs + seconds * 1_000 });

describe('following a sale', () => {
  test('begins with how it stands and goes on as it is told, each moment once', async () => {
    await using ops = await server();
    const sale = following(ops);
    expect(await sale.next()).toMatchObject({ type: 'snapshot', snapshot: { atMs: snapshot.atMs } });
    const next = sale.next();
    await expect.poll(() => ops.listeners).toBe(1);
    ops.tell(later(1));
    expect(await next).toEqual({ type: 'snapshot', snapshot: later(1), way: 'stream' });
    sale.leave();
    expect(await sale.next()).toBeUndefined();
  });

  test('asks again and again where there is no stream, or a proxy keeps it back', async () => {
    for (const streaming of ['missing', 'keptBack'] as const) {
      await using ops = await server({ streaming });
      const sale = following(ops, IMPATIENT);
      expect(await sale.until((news) => news.type === 'snapshot' && news.way === 'polling')).toMatchObject({
        snapshot: { eventId: 'cup-final' },
      });
      sale.leave();
    }
  });

  test('tells of a loss and why, and comes back by itself, to another port when the server has one', async () => {
    const at = { url: '' };
    const before = await server();
    at.url = before.url;
    const sale = following(at);
    await sale.next();
    const lost = sale.until(({ type }) => type === 'lost');
    await expect.poll(() => before.listeners).toBe(1);
    await before[Symbol.asyncDispose]();
    expect(await lost).toMatchObject({ type: 'lost', retryAtMs: 20 });
    expect(await sale.next()).toMatchObject({ type: 'lost', why: 'connection refused' });
    await using after = await server({ snapshot: later(60) });
    at.url = after.url;
    expect(await sale.until(({ type }) => type === 'snapshot')).toMatchObject({ snapshot: later(60) });
    sale.leave();
  });

  test('takes a stream that falls silent for dead', async () => {
    await using ops = await server();
    const sale = following(ops, { silenceMs: 500 });
    await sale.next();
    expect(await sale.next()).toMatchObject({ type: 'lost', why: 'nothing heard for 0.5 s' });
    sale.leave();
  });

  test('does not try what can never work: a wrong token, an unknown event, nobody there', async () => {
    await using ops = await server();
    await expect(following({ url: ops.url, token: 'guess' }).next()).rejects.toMatchObject({
      code: 'OPS_TOKEN_REFUSED',
    });
    await expect(following(ops, { eventId: 'other' }).next()).rejects.toMatchObject({
      code: 'EVENT_UNKNOWN',
    });
    await expect(following({ url: 'http://127.0.0.1:9' }).next()).rejects.toMatchObject({
      code: 'OPS_UNREACHABLE',
    });
  });
});
