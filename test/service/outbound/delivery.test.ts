import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors/index.ts';
import { createWebhookSink } from '../../../src/service/adapters/events-webhook/index.ts';
import { systemRandom } from '../../../src/service/adapters/system/index.ts';
import {
  ATTEMPTS_MAX,
  createDispatcher,
  loadEndpoints,
  waitMs,
} from '../../../src/service/outbound/index.ts';
import type { EventSink, PublishOutcome } from '../../../src/service/ports/index.ts';
import { SIGNATURE_HEADER, webhookIsGenuine } from '../../../src/service/webhooks/index.ts';
import { tempFolder } from '../../support/run-tix.ts';
import { eventOf, NOW_MS, startReceiver, tempOutbox } from './support.ts';

const key = new Uint8Array(32).fill(9);
const log = pino({ level: 'silent' });

describe('a webhook', () => {
  test('carries the event, signed over exactly the bytes sent', async () => {
    await using receiver = await startReceiver(() => 204);
    const sink = createWebhookSink({ url: receiver.url, key, clock: { nowMs: () => NOW_MS } });
    expect(await sink.publish([eventOf('a')])).toEqual([{ kind: 'published' }]);
    const [got] = receiver.received;
    const signature = String(got?.headers[SIGNATURE_HEADER]);
    expect(JSON.parse(String(got?.body))).toEqual(eventOf('a'));
    expect(got?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(webhookIsGenuine(key, got?.body ?? Buffer.of(), signature, NOW_MS)).toBe(true);
    expect(
      webhookIsGenuine(key, Buffer.concat([got?.body ?? Buffer.of(), Buffer.of(32)]), signature, NOW_MS),
    ).toBe(false);
    expect(webhookIsGenuine(new Uint8Array(32), got?.body ?? Buffer.of(), signature, NOW_MS)).toBe(false);
    expect(webhookIsGenuine(key, got?.body ?? Buffer.of(), signature, NOW_MS + 301_000)).toBe(false);
  });

  test('is taken only by a 2xx answer in time; each event has an outcome of its own', async () => {
    const answers: Record<string, number> = { ok: 200, created: 201, moved: 302, refused: 403, broken: 500 };
    await using receiver = await startReceiver(({ body }) => answers[JSON.parse(String(body)).id] ?? 0);
    const { url, received } = receiver;
    const patient = createWebhookSink({ url, key, clock: { nowMs: () => NOW_MS } });
    expect(await patient.publish(Object.keys(answers).map(eventOf))).toEqual([
      { kind: 'published' },
      { kind: 'published' },
      { kind: 'failed', reason: 'the receiver answered 302' },
      { kind: 'failed', reason: 'the receiver answered 403' },
      { kind: 'failed', reason: 'the receiver answered 500' },
    ]);
    const hasty = createWebhookSink({ url, key, clock: { nowMs: () => NOW_MS }, timeoutMs: 100 });
    expect(await hasty.publish([eventOf('silent')])).toEqual([
      { kind: 'failed', reason: 'the receiver did not answer in time' },
    ]);
    // The redirect was not followed.
    expect(received.filter(({ body }) => String(body).includes('"moved"'))).toHaveLength(1);
  });

  test('to nobody fails with what the network said', async () => {
    const receiver = await startReceiver(() => 200);
    await receiver[Symbol.asyncDispose]();
    const sink = createWebhookSink({ url: receiver.url, key, clock: { nowMs: () => NOW_MS } });
    expect(await sink.publish([eventOf('a')])).toEqual([{ kind: 'failed', reason: 'ECONNREFUSED' }]);
  });
});

describe('delivery', () => {
  const MAIL = 'https://mail.example/hook';

  /** A dispatcher on a clock moved by hand, to a sink that answers as told. */
  async function openDispatcher(answer: (id: string) => PublishOutcome) {
    const box = tempOutbox();
    let nowMs = NOW_MS;
    const told: string[] = [];
    const sink: EventSink = {
      async publish(events) {
        told.push(...events.map(({ id }) => id));
        return events.map(({ id }) => answer(id));
      },
    };
    const dispatcher = createDispatcher({
      outbox: box.outbox,
      endpoint: MAIL,
      sink,
      log,
      clock: { nowMs: () => nowMs },
      random: { ...systemRandom, unit: () => 1 },
    });
    return {
      box,
      told,
      dispatcher,
      pass: (ms: number) => {
        nowMs += ms;
      },
      [Symbol.asyncDispose]: () => box[Symbol.asyncDispose](),
    };
  }

  test('an event is told until it is taken, waiting longer each time, and no other is told twice for it', async () => {
    let down = true;
    await using world = await openDispatcher((id) =>
      id === 'b' && down ? { kind: 'failed', reason: 'down' } : { kind: 'published' },
    );
    await world.box.outbox.add(['a', 'b', 'c'].map(eventOf), [], [MAIL], NOW_MS);
    expect(await world.dispatcher.runOnce()).toBe(3);
    expect(await world.dispatcher.runOnce()).toBe(0);
    for (const waited of [1_000, 2_000, 4_000]) {
      world.pass(waited - 1);
      expect(await world.dispatcher.runOnce()).toBe(0);
      world.pass(1);
      expect(await world.dispatcher.runOnce()).toBe(1);
    }
    down = false;
    world.pass(8_000);
    await world.dispatcher.runOnce();
    expect(world.told).toEqual(['a', 'b', 'c', 'b', 'b', 'b', 'b']);
    expect(await world.box.outbox.counts()).toEqual({ events: 3, waiting: 0, dead: 0 });
  });

  test('after its last try an event is a dead letter that says why, and comes back when asked to', async () => {
    await using world = await openDispatcher(() => ({ kind: 'failed', reason: 'the receiver answered 500' }));
    await world.box.outbox.add([eventOf('a')], [], [MAIL], NOW_MS);
    let tries = 0;
    for (let turn = 0; turn < 50; turn += 1) {
      tries += await world.dispatcher.runOnce();
      world.pass(3_600_000);
    }
    expect(tries).toBe(ATTEMPTS_MAX);
    const letters = await world.box.outbox.dead();
    expect(letters).toMatchObject([{ attempts: ATTEMPTS_MAX, reason: 'the receiver answered 500' }]);
    await world.box.outbox.revive(letters, NOW_MS);
    expect(await world.dispatcher.runOnce()).toBe(1);
  });

  test('a sink that breaks, or forgets to answer for an event, loses none', async () => {
    await using box = tempOutbox();
    await box.outbox.add([eventOf('a')], [], [MAIL], NOW_MS);
    for (const [turn, publish] of [
      async () => Promise.reject(new Error('no route')),
      async () => [],
    ].entries()) {
      const clock = { nowMs: () => NOW_MS + turn * 10_000 };
      const dispatcher = createDispatcher({
        outbox: box.outbox,
        endpoint: MAIL,
        sink: { publish },
        log,
        clock,
        random: systemRandom,
      });
      expect(await dispatcher.runOnce()).toBe(1);
    }
    expect(await box.outbox.counts()).toEqual({ events: 1, waiting: 1, dead: 0 });
  });

  test('waits double up to an hour, half of each left to chance, and add up to some four hours', () => {
    expect(waitMs(1, 0)).toBe(500);
    expect(waitMs(1, 1)).toBe(1_000);
    expect(waitMs(5, 1)).toBe(16_000);
    expect(waitMs(40, 1)).toBe(3_600_000);
    const all = Array.from({ length: ATTEMPTS_MAX - 1 }, (_, i) => waitMs(i + 1, 0.5)).reduce(
      (a, b) => a + b,
    );
    expect(all / 3_600_000).toBeGreaterThan(2);
    expect(all / 3_600_000).toBeLessThan(5);
  });
});

describe('the keys of endpoints', () => {
  test('are made once for each address, kept for their owner only, and kept when an address is left out for a while', async () => {
    using folder = tempFolder();
    const path = join(folder.path, 'outbound', 'endpoints.json');
    const urls = ['https://mail.example/hook', 'https://tickets.example/hook'];
    const first = await loadEndpoints(path, urls, systemRandom);
    expect(first.map(({ url, key: made }) => [url, made.length])).toEqual(urls.map((url) => [url, 32]));
    expect(first[0]?.key).not.toEqual(first[1]?.key);
    expect(statSync(path).mode & 0o077).toBe(0);
    await loadEndpoints(path, [], systemRandom);
    expect(await loadEndpoints(path, [...urls, ...urls], systemRandom)).toEqual(first);
  });

  test('a damaged file is refused with what is wrong, and stays as it is', async () => {
    using folder = tempFolder();
    const path = join(folder.path, 'endpoints.json');
    for (const text of ['{', '[]', '{"https://a.example/x":"short"}', '{"not a url":1}']) {
      writeFileSync(path, text);
      await expect(loadEndpoints(path, ['https://b.example/'], systemRandom)).rejects.toThrow(UserError);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });
});
