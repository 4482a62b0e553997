import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { installedNode, makeCheckout, pretendNode } from './checkout.ts';

/** Stands in for the command: says where it runs and what it got, then does what the first word says. */
const FAKE_MAIN = `
const [what, ...rest] = process.argv.slice(2);
if (what === 'exit') process.exit(Number(rest[0]));
if (what === 'wait') {
  setInterval(() => {}, 1000);
  process.on('SIGTERM', () => process.stdout.write('told to stop', () => process.exit(5)));
  process.stdout.write('ready\\n');
}
if (what === 'die') process.kill(process.pid, 'SIGKILL');
if (what === 'echo') process.stdin.pipe(process.stdout);
if (what === 'words') process.stdout.write(JSON.stringify(rest));
`;

async function readyCheckout() {
  const checkout = makeCheckout();
  await checkout.bootstrap(['setup']);
  writeFileSync(join(checkout.root, 'dist', 'cli', 'main.js'), FAKE_MAIN);
  return checkout;
}

function launch(root: string, words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [join(root, 'bin', 'tix.js'), ...words], {
    env: { ...process.env, ...env },
  });
}

async function outcome(child: ReturnType<typeof launch>) {
  const [stdout, stderr, [exitCode, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, exitCode, signal };
}

describe.each(['20.11.0', '12.22.12', '24.21.0'])('bin/tix.js called by Node %s', (version) => {
  test('passes words, standard input and exit code through', async () => {
    using checkout = await readyCheckout();
    const env = () => pretendNode(checkout.root, version);
    const words = await outcome(launch(checkout.root, ['words', 'a b', '--json'], env()));
    expect(words).toMatchObject({ stdout: '["a b","--json"]', stderr: '', exitCode: 0 });
    expect(await outcome(launch(checkout.root, ['exit', '3'], env()))).toMatchObject({ exitCode: 3 });
    const echo = launch(checkout.root, ['echo'], env());
    echo.stdin.end('hello');
    expect(await outcome(echo)).toMatchObject({ stdout: 'hello', exitCode: 0 });
  });

  test('passes signals to the command and its end by a signal back', async () => {
    using checkout = await readyCheckout();
    const waiting = launch(checkout.root, ['wait'], pretendNode(checkout.root, version));
    const ended = outcome(waiting);
    await once(waiting.stdout, 'data');
    waiting.kill('SIGTERM');
    expect(await ended).toMatchObject({ stdout: 'ready\ntold to stop', exitCode: 5 });
    const dying = launch(checkout.root, ['die'], pretendNode(checkout.root, version));
    expect(await outcome(dying)).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  });
});

describe('bin/tix.js says in one line what is missing', () => {
  test('when it was never built', async () => {
    using checkout = makeCheckout();
    rmSync(join(checkout.root, 'dist'), { recursive: true });
    const { stderr, exitCode } = await outcome(launch(checkout.root, ['--help']));
    expect(exitCode).toBe(2);
    expect(stderr).toBe(`error: tix is not built yet: run "npm run build" in ${checkout.root}\n`);
  });

  test('when this Node is too old and the project has none', async () => {
    using checkout = await readyCheckout();
    rmSync(installedNode(checkout.root), { recursive: true });
    const { stderr, exitCode } = await outcome(
      launch(checkout.root, ['--help'], pretendNode(checkout.root, '18.19.0')),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^error: tix needs Node 24 or newer \(this is 18\.19\.0\) and brings its own[^\n]*\n$/,
    );
  });

  test('when the Node of the project does not start', async () => {
    using checkout = await readyCheckout();
    rmSync(join(installedNode(checkout.root), 'bin', 'node'));
    const { stderr, exitCode } = await outcome(
      launch(checkout.root, ['--help'], pretendNode(checkout.root, '18.19.0')),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^error: the Node at .* does not start \(.*ENOENT\): run "npm run setup"[^\n]*\n$/,
    );
  });
});
