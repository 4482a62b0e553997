import { expect, test } from 'vitest';
import { createTixClient } from '../../src/client/index.ts';
import { solveProof } from '../../src/core/admission/index.ts';
import { fromBase64Url } from '../../src/core/crypto/index.ts';
import { nodeHashing } from '../../src/service/adapters/system/index.ts';
import { runHere } from '../support/in-process.ts';
import { finished, startTix, tempFolder } from '../support/run-tix.ts';
import { seedHall, serve } from '../support/serve.ts';

const partOf = (token: string, part: 0 | 1) =>
  JSON.parse(Buffer.from(fromBase64Url(token.split('.')[part] ?? '') ?? []).toString());

async function keys(dir: string, words: string) {
  const all = ['keys', ...words.split(' '), '--kvs', `file:${dir}/state/kvs`, '--json'];
  const { exitCode, stdout, stderr } = await runHere(all, { cwd: dir });
  return { exitCode, data: JSON.parse(stdout === '' ? stderr : stdout), said: stdout + stderr };
}

test('a rotation while people wait at a running server takes nobody’s place', async () => {
  using folder = tempFolder();
  await seedHall(folder.path);
  // Nobody gets in meanwhile.
  await using server = await serve(folder.path, ['--tau', '1000000000']);
  const client = createTixClient({ baseUrl: server.url });
  const event = { params: { path: { eventId: 'recital' } } };

  const buyers = await Promise.all(
    Array.from({ length: 5 }, async (_, i) => {
      const login = await client.POST('/v1/sign-in/dev', { body: { userId: `buyer-${i}` } });
      const auth = { 'x-tix-auth': login.data?.pass ?? '' };
      const { data } = await client.POST('/v1/events/{eventId}/queue/token', { ...event, headers: auth });
      const { text = '', bits = 0 } = data?.challenge ?? {};
      const proof = solveProof(nodeHashing, text, bits, 0, 1 << 16);
      return { auth, token: data?.token ?? '', nonce: 'nonce' in proof ? proof.nonce : '', waits: 0 };
    }),
  );
  const places = buyers.map(({ token }) => partOf(token, 1).id);

  const rotation = keys(folder.path, 'rotate recital --spread 2s');
  let isOver = false;
  void rotation.finally(() => {
    isOver = true;
  });
  const kids = new Set<string>();
  for (let turns = 0; !isOver || turns < 5; turns = isOver ? turns + 1 : 0) {
    for (const buyer of buyers) {
      const headers = { ...buyer.auth, 'x-tix-token': buyer.token, 'x-tix-nonce': buyer.nonce };
      const answer = await client.POST('/v1/events/{eventId}/queue/admission', { ...event, headers });
      expect(answer.data).toMatchObject({ admitted: false });
      if (answer.data?.admitted === false) buyer.token = answer.data.token ?? '';
      kids.add(partOf(buyer.token, 0).kid);
      // Early attempts are answered with the same token; the slot is a second long.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  expect((await rotation).data).toMatchObject({ kid: 'k2', retired: { kid: 'k1' } });
  expect(buyers.map(({ token }) => partOf(token, 1).id)).toEqual(places);
  expect([...kids]).toEqual(['k1', 'k2']);
});

test('keys are drawn once, listed without being shown, and refused a second time', async () => {
  using folder = tempFolder();
  const create = `create gala --state ${folder.path}/state`;
  const drawn = await keys(folder.path, create);
  expect(drawn.exitCode).toBe(0);
  const listed = await keys(folder.path, 'list gala');
  expect(listed.data.keys).toMatchObject([
    { purpose: 'signing', kid: 'k1', use: 'signs' },
    { purpose: 'lot', use: 'sale' },
    { purpose: 'draw', use: 'sale' },
    { purpose: 'edge', use: 'sale' },
    { purpose: 'challenge', use: 'sale' },
    { purpose: 'sample', use: 'sale' },
    { purpose: 'signIn', use: 'service' },
  ]);
  const again = await keys(folder.path, create);
  expect([again.exitCode, again.data.error.code]).toEqual([2, 'KEYS_EXIST']);
  // 32 bytes in base64url; nothing that long is ever said.
  for (const { said } of [drawn, listed, again]) expect(said).not.toMatch(/[\w-]{43}/);
});

test('a rotation that is stopped half-way goes on when it is run again', async () => {
  using folder = tempFolder();
  await keys(folder.path, `create gala --state ${folder.path}/state`);
  const kvs = `file:${folder.path}/state/kvs`;
  const child = startTix(['keys', 'rotate', 'gala', '--spread', '1h', '--kvs', kvs]);
  const ended = finished(child);
  child.stderr.once('data', () => child.kill('SIGINT'));
  expect((await ended).exitCode).toBe(130);
  const { data } = await keys(folder.path, 'list gala');
  expect(data.keys.slice(0, 2)).toMatchObject([
    { kid: 'k1', use: 'signs' },
    { kid: 'k2', use: 'waits' },
  ]);
  expect((await keys(folder.path, 'rotate gala --spread 1s')).data).toMatchObject({ kid: 'k2' });
});
