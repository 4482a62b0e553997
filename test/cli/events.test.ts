import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openLmdbOutbox } from '../../src/service/adapters/outbox-lmdb/index.ts';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';
import { holdFirstSeat } from '../support/held-seat.ts';
import { finished, runTix, startTix, tempFolder } from '../support/run-tix.ts';
import { serve } from '../support/serve.ts';

/** Puts the event `gala` into a store whose first seat somebody holds, for a session that a test may end. */
async function seedGala(dir: string): Promise<string> {
  const opensAt = String(Math.floor(Date.now() / 1000) - 60);
  const seeded = await runTix([
    ...['seed', '--venue', 'hall-small', '--event', 'gala', '--opens-at', opensAt, '--json'],
    ...['--store', `lmdb:${dir}/store`],
  ]);
  expect(seeded.exitCode, seeded.stderr).toBe(0);
  return holdFirstSeat(`${dir}/store`);
}

const lines = (output: string) =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a seat given back reaches the webhook, signed, and is listed for the operator', async () => {
  using folder = tempFolder();
  const received = Promise.withResolvers<{ body: string; signature: string | undefined }>();
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      // That there is a new event is told first.
      if (JSON.parse(body).type === 'tix.seat.released.v1')
        received.resolve({ body, signature: request.headers['x-tix-webhook-signature']?.toString() });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  const seatId = await seedGala(folder.path);
  await using server = await serve(folder.path, ['--webhook', url]);
  const cancelled = await cancelFirstSession(folder.path);
  expect(cancelled).toBe('cancelled');
  const { body, signature } = await received.promise;
  expect(JSON.parse(body)).toMatchObject({ type: 'tix.seat.released.v1', subject: seatId });
  expect(signature).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);

  const tail = await runTix(['events', 'tail', '--state', `${folder.path}/state`, '--json']);
  expect(tail.exitCode, tail.stderr).toBe(0);
  const [seeded, event, end] = lines(tail.stdout);
  expect(seeded).toMatchObject({ kind: 'event', seq: 1, event: { type: 'tix.event.changed.v1' } });
  expect(event).toMatchObject({ kind: 'event', seq: 2, event: JSON.parse(body) });
  expect(end).toMatchObject({ kind: 'end', events: 2, dead: 0 });
  const forPeople = await runTix(['events', 'tail', '--state', `${folder.path}/state`]);
  expect(forPeople.stdout).toContain(seatId);
  expect(forPeople.stdout).toContain('2 events kept');

  const stopped = await server.stop();
  expect(lines(stopped.stdout).at(-1)).toMatchObject({ type: 'stopped', maps: { changes: { count: 1 } } });
  receiver.close();
});

test('what was given up is listed, and tried again when asked to', async () => {
  using folder = tempFolder();
  const state = `${folder.path}/state`;
  const endpoints = ['http://127.0.0.1:9/a', 'http://127.0.0.1:9/b'];
  const outbox = openLmdbOutbox({ dir: `${state}/outbound` });
  await outbox.add([eventOf('one')], [], endpoints, 1);
  for (const endpoint of endpoints) {
    const [delivery] = await outbox.due(endpoint, 1, 1);
    if (delivery !== undefined)
      await outbox.failed([{ delivery, reason: 'the receiver answered 500', atMs: null }], 2);
  }
  await outbox.close();

  const dead = await runTix(['events', 'tail', '--dead', '--state', state]);
  expect(dead.stdout).toContain('given up after 1 try: the receiver answered 500  http://127.0.0.1:9/a');
  const some = await runTix(['events', 'retry', '--webhook', endpoints[0] ?? '', '--state', state, '--json']);
  expect(JSON.parse(some.stdout)).toEqual({ revived: 1, dead: 1 });
  const rest = await runTix(['events', 'retry', '--state', state]);
  expect(rest).toMatchObject({ exitCode: 0, stdout: '1 delivery will be tried again, 0 remain given up\n' });
});

test('following goes on until it is stopped, and then ends in order', async () => {
  using folder = tempFolder();
  const state = `${folder.path}/state`;
  const outbox = openLmdbOutbox({ dir: `${state}/outbound` });
  await outbox.add([eventOf('one')], [], [], 1);
  const child = startTix(['events', 'tail', '--follow', '--json', '--state', state]);
  let seen = '';
  const both = new Promise<void>((resolve) => {
    child.stdout.on('data', (piece: Buffer) => {
      seen += piece.toString();
      if (seen.includes('"one"') && !seen.includes('"two"')) void outbox.add([eventOf('two')], [], [], 2);
      if (seen.includes('"two"')) resolve();
    });
  });
  const ended = finished(child);
  await both;
  child.kill('SIGINT');
  expect((await ended).exitCode).toBe(0);
  await outbox.close();
});

test('a folder without outbound events is told apart from one with none', async () => {
  using folder = tempFolder();
  for (const words of [
    ['events', 'tail'],
    ['events', 'retry'],
  ]) {
    const outcome = await runTix([...words, '--state', `${folder.path}/nowhere`]);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stderr).toContain('There are no outbound events in');
  }
});

function eventOf(id: string) {
  return {
    specversion: '1.0' as const,
    id,
    source: '/v1/events/gala',
    type: 'tix.seat.released.v1',
    subject: 'A#B#R#S',
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json' as const,
    dataschema: 'urn:tix:outbound-events:1',
    data: {},
  };
}

/** What the buyer's click on "give everything back" does, on the store itself. */
async function cancelFirstSession(dir: string): Promise<string> {
  const store = await openLmdbStore({ dir: `${dir}/store` });
  const outcome = await store.cancelSession({ sessionId: 'session-1', userId: 'buyer-1', nowMs: Date.now() });
  await store.close();
  return outcome.kind;
}
