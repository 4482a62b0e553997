import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installedNode, makeCheckout, pretendNode, writeLock } from './checkout.ts';

describe('setting up', () => {
  test('installs and builds from a bare checkout, then runs what was asked for with its arguments', async () => {
    using checkout = makeCheckout();
    const { exitCode, stdout } = await checkout.bootstrap(['demo', '--buyers', '2 000']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '["demo","--buyers","2 000"]' });
    expect([checkout.calls('npm'), checkout.calls('build')]).toEqual([1, 1]);
  });

  test('skips what is done', async () => {
    using checkout = makeCheckout();
    await checkout.bootstrap(['setup']);
    const again = await checkout.bootstrap(['setup']);
    expect(again).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect([checkout.calls('npm'), checkout.calls('build')]).toEqual([1, 1]);
  });

  test('installs again when the lock file changed or an install was cut short, and builds again when a source changed', async () => {
    using checkout = makeCheckout();
    await checkout.bootstrap(['setup']);
    writeLock(checkout.root, '24.0.1');
    await checkout.bootstrap(['setup']);
    expect(checkout.calls('npm')).toBe(2);

    rmSync(join(checkout.root, 'node_modules', '.tix-installed'));
    rmSync(join(checkout.root, 'node_modules', '.package-lock.json'));
    await checkout.bootstrap(['setup']);
    expect(checkout.calls('npm')).toBe(3);

    const builds = checkout.calls('build');
    appendFileSync(join(checkout.root, 'src', 'main.ts'), '// changed\n');
    await checkout.bootstrap(['setup']);
    expect(checkout.calls('build')).toBe(builds + 1);
  });

  test('takes over what a developer installed by hand', async () => {
    using checkout = makeCheckout();
    await checkout.bootstrap(['setup']);
    rmSync(join(checkout.root, 'node_modules', '.tix-installed'));
    await checkout.bootstrap(['setup']);
    expect(checkout.calls('npm')).toBe(1);
  });

  test('completes on the Node it brought what npm leaves out on an older one', async () => {
    using checkout = makeCheckout();
    await checkout.bootstrap(['setup'], pretendNode(checkout.root, '18.19.0'));
    expect(checkout.log('npm')).toEqual([
      expect.stringMatching(/^ci --ignore-scripts .* on /),
      expect.stringContaining(`on ${join(installedNode(checkout.root), 'bin', 'node')}`),
    ]);
  });

  test('done twice at the same time installs and builds once', async () => {
    using checkout = makeCheckout();
    const both = await Promise.all([checkout.bootstrap(['setup']), checkout.bootstrap(['setup'])]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect([checkout.calls('npm'), checkout.calls('build')]).toEqual([1, 1]);
  });

  test('takes over the lock of a run that was killed', async () => {
    using checkout = makeCheckout();
    await checkout.bootstrap(['setup']);
    rmSync(join(checkout.root, 'node_modules'), { recursive: true });
    const beyondAnyProcess = '4194305';
    writeFileSync(join(checkout.root, '.tix', 'install.lock'), beyondAnyProcess);
    const { exitCode } = await checkout.bootstrap(['setup']);
    expect(exitCode).toBe(0);
  });
});

describe('setting up says in one line what is in the way', () => {
  const offline = 'npm error code ENOTFOUND\nnpm error network request to https://registry.example failed';
  test.each([
    [
      'without a network',
      { FAKE_NPM_ERROR: offline },
      'npm cannot reach its registry (ENOTFOUND): connect to the network',
    ],
    [
      'with a full disk',
      { FAKE_NPM_ERROR: 'npm error code ENOSPC\n' },
      'npm cannot install: the disk is full',
    ],
    [
      'when npm refuses',
      { FAKE_NPM_ERROR: 'npm error code E1\nnpm error lock file is odd\n' },
      'npm failed: lock file is odd',
    ],
    ['without npm', { npm_execpath: '', PATH: '' }, 'npm is not here: install it (it comes with Node)'],
  ])('%s', async (_, env, line) => {
    using checkout = makeCheckout();
    const { exitCode, stdout, stderr } = await checkout.bootstrap(['demo'], env);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    const said = stderr
      .trimEnd()
      .split('\n')
      .filter((one) => one !== 'tix: installing dependencies');
    expect(said).toEqual([expect.stringContaining(line)]);
  });

  test('on a Node that is too old even for that', async () => {
    using checkout = makeCheckout();
    const { exitCode, stderr } = await checkout.bootstrap(['demo'], pretendNode(checkout.root, '16.20.2'));
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'tix: Node 18 or newer is needed to set tix up, this is 16.20.2\n',
    });
  });

  test('on an old Node whose platform has no package', async () => {
    using checkout = makeCheckout();
    await checkout.bootstrap(['setup']);
    rmSync(installedNode(checkout.root), { recursive: true });
    const { exitCode, stderr } = await checkout.bootstrap(['demo'], pretendNode(checkout.root, '18.19.0'));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^tix: tix needs Node 24 or newer \(this is 18\.19\.0\) and brings its own, which is not installed/,
    );
  });

  test('when a task has no such name', async () => {
    using checkout = makeCheckout();
    const { exitCode, stderr } = await checkout.bootstrap(['dmo']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^tix: there is no task "dmo": one of setup, /);
  });
});
