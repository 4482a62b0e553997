import { mkdtempDisposableSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../../src/core/abuse/index.ts';
import { openFileAuditLog } from '../../../src/service/adapters/audit-file/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import { createOperationsApp, openAccess } from '../../../src/service/operations/index.ts';
import type { AuditLog } from '../../../src/service/ports/index.ts';
import { EVENT_ID, openHarness } from '../harness.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** The operations API over the service in memory, with a viewer's and an operator's hands on it. */
async function openApi(options: { auditLog?: AuditLog } = {}) {
  const harness = await openHarness();
  const folder = mkdtempDisposableSync(join(tmpdir(), 'tix-ops-'));
  const file = join(folder.path, 'ops.json');
  const access = await openAccess(file, { random: systemRandom, hashing: nodeHashing });
  const auditLog = options.auditLog ?? (await openFileAuditLog(join(folder.path, 'audit.ndjson')));
  open.push({
    async close() {
      await auditLog.close();
      folder.remove();
    },
  });
  const { app, routes, end } = createOperationsApp({
    ...{ operations: harness.operations, events: harness.service.events, clock: harness.service.clock },
    ...{ signals: harness.signals, abuseRules: DEFAULT_RULES },
    ...{ access, auditLog, kvs: harness.kvs, leadSeconds: 10, log: pino({ level: 'silent' }) },
    exposition: async () => ({ contentType: 'text/plain', text: '' }),
  });
  const tokens: { role: string; token: string }[] = JSON.parse(readFileSync(file, 'utf8')).tokens;
  const tokenOf = (role: string) => tokens.find((known) => known.role === role)?.token ?? '';

  async function call(method: string, path: string, token?: string, json?: unknown) {
    const response = await app.request(path.replace(':eventId', EVENT_ID), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text) };
  }
  const as = (role: string) => (method: string, path: string, json?: unknown) =>
    call(method, `/ops/v1/${path}`, tokenOf(role), json);
  return {
    ...harness,
    app,
    routes,
    end,
    file,
    folder,
    access,
    auditLog,
    call,
    tokenOf,
    as,
    operator: as('operator'),
    viewer: as('viewer'),
  };
}

test('every route wants a token, and those that change something the operator’s', async () => {
  const api = await openApi();
  expect(api.routes.length).toBeGreaterThan(7);
  for (const { method, path, role } of api.routes) {
    if (role === 'anybody') continue;
    for (const token of [undefined, 'x'.repeat(43), `${api.tokenOf('operator')}x`]) {
      const { status, body, headers } = await api.call(method, path, token);
      expect({ path, status, code: body.code }).toEqual({ path, status: 401, code: 'TOKEN_REQUIRED' });
      expect(headers.get('www-authenticate')).toBe('Bearer');
    }
    if (method === 'GET') continue;
    const { status, body } = await api.call(method, path, api.tokenOf('viewer'), {});
    expect({ path, status, code: body.code }).toEqual({ path, status: 403, code: 'ROLE_REQUIRED' });
    expect((await api.call(method, path, api.tokenOf('operator'), {})).status).toBe(400);
  }
  // What changes something is never a GET, so that no viewer comes to it.
  expect(api.routes.filter(({ method, role }) => (method === 'POST') !== (role === 'operator'))).toEqual([]);
});

test('answers are kept by nobody and open in no frame', async () => {
  const api = await openApi();
  for (const path of ['events', 'nowhere', `events/${EVENT_ID}/snapshot`]) {
    const { headers } = await api.viewer('GET', path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

test('a viewer sees the events, how one stands, and what a tuner needs', async () => {
  const api = await openApi();
  expect((await api.viewer('GET', 'events')).body.events).toMatchObject([{ eventId: EVENT_ID, softCap: 50 }]);
  const { body: snapshot } = await api.viewer('GET', `events/${EVENT_ID}/snapshot`);
  expect(snapshot).toEqual(JSON.parse(JSON.stringify(await api.operations.snapshot(EVENT_ID))));
  const { body: observation } = await api.viewer('GET', `events/${EVENT_ID}/observation`);
  expect(observation).toMatchObject({ live: 0, admitted: 0, cursor: null, arrivals: null });
});

test('what is not there is said to be so', async () => {
  const api = await openApi();
  const refusals = await Promise.all([
    api.viewer('GET', 'events/nowhere/snapshot'),
    api.viewer('GET', 'events/nowhere/stream'),
    api.viewer('GET', 'nowhere'),
    api.operator('POST', 'events/nowhere/doors', { verb: 'pause' }),
    api.viewer('DELETE', 'events'),
    api.viewer('GET', `events/${EVENT_ID}/observation?after=no-cursor`),
    api.operator('POST', `events/${EVENT_ID}/tuner`, { frozen: true }),
    api.operator('POST', `events/${EVENT_ID}/target`, { target: 0 }),
    api.operator('POST', `events/${EVENT_ID}/doors`, { verb: 'resume', tau: 0.5, when: 'now' }),
  ]);
  expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
    [404, 'EVENT_UNKNOWN'],
    [404, 'EVENT_UNKNOWN'],
    [404, 'NOT_FOUND'],
    [404, 'EVENT_UNKNOWN'],
    [405, 'METHOD_NOT_ALLOWED'],
    [400, 'CURSOR_INVALID'],
    [404, 'TUNER_UNKNOWN'],
    [400, 'BAD_TARGET'],
    [400, 'INVALID_REQUEST'],
  ]);
  expect(refusals.at(-1)?.body.problems).toHaveLength(2);
});

test('an operator pauses the doors, and the log says who did what', async () => {
  const api = await openApi();
  const paused = await api.operator('POST', `events/${EVENT_ID}/doors`, { verb: 'pause' });
  const from = Math.floor(api.nowMs() / 1000) + 10;
  expect(paused.body).toMatchObject({ changed: true, from, tau: 0, stateBefore: 'open' });
  await api.operator('POST', `events/${EVENT_ID}/target`, { target: 40 });
  await api.operator('POST', `events/${EVENT_ID}/target`, { target: 30 });
  await api.operator('POST', `events/${EVENT_ID}/tuner`, { frozen: true });
  const by = { who: 'operator', role: 'operator', eventId: EVENT_ID, atMs: api.nowMs() };
  expect((await api.viewer('GET', 'audit-log')).body.entries).toEqual([
    {
      ...{ ...by, action: 'doors', before: { state: 'open', planned: [] } },
      after: { verb: 'pause', from, tau: 0 },
    },
    { ...by, action: 'target', before: { target: null }, after: { target: 40 } },
    { ...by, action: 'target', before: { target: 40 }, after: { target: 30 } },
    { ...by, action: 'tuner', before: { frozen: false }, after: { frozen: true } },
  ]);
  expect((await api.viewer('GET', 'audit-log?limit=1')).body.entries).toHaveLength(1);
  const { sale, tuner } = (await api.viewer('GET', `events/${EVENT_ID}/snapshot`)).body;
  expect(sale.doors.planned).toEqual([{ from, verb: 'pause' }]);
  expect(tuner).toMatchObject({ target: 30, frozen: true });
});

test('what changes nothing is not in the log', async () => {
  const api = await openApi();
  await api.operator('POST', `events/${EVENT_ID}/doors`, { verb: 'open' });
  await api.operator('POST', `events/${EVENT_ID}/target`, { target: 40 });
  await api.operator('POST', `events/${EVENT_ID}/target`, { target: 40 });
  await api.operator('POST', `events/${EVENT_ID}/target`, { target: -1 });
  await api.viewer('POST', `events/${EVENT_ID}/target`, { target: 41 });
  const { entries } = (await api.viewer('GET', 'audit-log')).body;
  expect(entries.map(({ action, after }: { action: string; after: unknown }) => [action, after])).toEqual([
    ['target', { target: 40 }],
  ]);
});

test('a change that cannot be accounted for is answered as a failure', async () => {
  const auditLog: AuditLog = {
    append: () => Promise.reject(new Error('the disk is full')),
    last: async () => [],
    close: async () => {},
  };
  const api = await openApi({ auditLog });
  const { status, body } = await api.operator('POST', `events/${EVENT_ID}/target`, { target: 40 });
  expect([status, body.code]).toEqual([500, 'INTERNAL']);
});

test('a stream brings a snapshot a second until it is closed, and ends when the server does', async () => {
  const api = await openApi();
  const headers = { authorization: `Bearer ${api.tokenOf('viewer')}` };
  const stream = await api.app.request(`/ops/v1/events/${EVENT_ID}/stream`, { headers });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const reader = stream.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  const text = new TextDecoder().decode(value);
  expect(text).toMatch(/^event: snapshot\ndata: \{/);
  expect(JSON.parse(text.split('data: ')[1] ?? '')).toMatchObject({ v: 1, eventId: EVENT_ID });
  api.end();
  while ((await reader?.read())?.done === false);
  const late = await api.call('GET', `/ops/v1/events/${EVENT_ID}/stream`, api.tokenOf('viewer'));
  expect(late.status).toBe(503);
});

test('tokens are made once, kept from others’ eyes, and those added by hand have their name in the log', async () => {
  const api = await openApi();
  expect(statSync(api.file).mode & 0o777).toBe(0o600);
  await api.access.publishUrl('http://127.0.0.1:8081');
  const content = JSON.parse(readFileSync(api.file, 'utf8'));
  expect(content.url).toBe('http://127.0.0.1:8081');
  const eve = { name: 'eve', role: 'operator', token: 'e'.repeat(43) };
  writeFileSync(api.file, JSON.stringify({ ...content, tokens: [...content.tokens, eve] }), { mode: 0o644 });
  const again = await openAccess(api.file, { random: systemRandom, hashing: nodeHashing });
  expect(statSync(api.file).mode & 0o777).toBe(0o600);
  expect(again.identify(eve.token)).toEqual({ name: 'eve', role: 'operator' });
  expect(again.identify(api.tokenOf('viewer'))).toEqual({ name: 'viewer', role: 'viewer' });
  expect(again.identify('')).toBeUndefined();
});

test('a file that does not say who may use the API is never overwritten', async () => {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'tix-ops-'));
  open.push({ close: async () => folder.remove() });
  const file = join(folder.path, 'ops.json');
  for (const content of ['{', '{"url":null,"tokens":[{"name":"x","role":"admin","token":"short"}]}']) {
    writeFileSync(file, content);
    const opening = openAccess(file, { random: systemRandom, hashing: nodeHashing });
    await expect(opening).rejects.toMatchObject({ code: 'OPS_FILE_INVALID' });
    expect(readFileSync(file, 'utf8')).toBe(content);
  }
});

test('the audit log is only ever added to, and survives a restart and a torn last line', async () => {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'tix-audit-'));
  const path = join(folder.path, 'deep', 'audit.ndjson');
  const entry = (target: number) => ({
    ...{ atMs: 1, who: 'eve', role: 'operator' as const, eventId: EVENT_ID, action: 'target' as const },
    ...{ before: null, after: { target } },
  });
  const before = await openFileAuditLog(path);
  await Promise.all([1, 2, 3].map((target) => before.append(entry(target))));
  await before.close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, `${text}{"atMs":2,"who"`);
  const after = await openFileAuditLog(path);
  expect(await after.last(10)).toEqual([1, 2, 3].map(entry));
  await after.append(entry(4));
  expect(await after.last(2)).toEqual([entry(3), entry(4)]);
  expect(readFileSync(path, 'utf8').startsWith(text)).toBe(true);
  await after.close();
  folder.remove();
});

describe('the flags of the abuse ladder', () => {
  const now = 1_800_000_010;
  const flag = {
    ...{ eventId: EVENT_ID, sub: 'ada', level: 1 as const, signal: 'early' as const, reference: 'r-1' },
    ...{ since: now, until: now + 600, isHuman: false },
  };
  const line = { reference: 'r-1', buyer: 'ada', level: 1, signal: 'early', since: now, until: now + 600 };

  test('are listed, counted in the snapshot, explained, and cleared with a line in the audit log', async () => {
    const api = await openApi();
    await api.signals.putFlag(flag, now * 1000);
    const [viewer, operator] = [api.tokenOf('viewer'), api.tokenOf('operator')];
    const path = `/ops/v1/events/${EVENT_ID}`;
    expect((await api.call('GET', `${path}/flags`, viewer)).body).toMatchObject({ total: 1, flags: [line] });
    expect((await api.call('GET', `${path}/snapshot`, viewer)).body).toMatchObject({
      flags: { warned: 1, lockedOut: 0 },
    });
    expect((await api.call('GET', `${path}/flags/r-1`, viewer)).body).toMatchObject({
      flag: line,
      guidance: expect.stringContaining('once per slot'),
      rules: [{ signal: 'early', level: 1 }],
    });
    const cleared = await api.call('POST', `${path}/flags/clear`, operator, { reference: 'r-1' });
    expect(cleared).toMatchObject({ status: 200, body: { cleared: line } });
    expect(await api.auditLog.last(1)).toMatchObject([{ action: 'clearFlag', before: line, after: null }]);
    expect((await api.call('GET', `${path}/flags`, viewer)).body).toEqual({ total: 0, flags: [] });
    expect((await api.call('GET', `${path}/flags/r-1`, viewer)).status).toBe(404);
    expect((await api.call('POST', `${path}/flags/clear`, operator, { reference: 'r-1' })).status).toBe(404);
    expect((await api.call('POST', `${path}/flags/clear`, operator, { reference: '../x' })).status).toBe(400);
  });
});
