import { describe, expect, test } from 'vitest';
import { runHere } from '../../support/in-process.ts';
import { operationsServer } from '../../support/operations-server.ts';
import { startTix, tempFolder } from '../../support/run-tix.ts';
import { snapshot } from './sale-in-full-swing.ts';

const TOKEN = 'operator-token';

describe('without a terminal', () => {
  test('every line is a snapshot, as many as were asked for', async () => {
    await using ops = await operationsServer({ snapshot, token: TOKEN });
    const { exitCode, stdout } = await runHere(
      ['dashboard', 'cup-final', '--ops', ops.url, '--count', '1', '--json'],
      { cwd: '/', env: { TIX_OPS_TOKEN: TOKEN } },
    );
    expect(exitCode).toBe(0);
    const [first, end] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toEqual({ type: 'snapshot', ...snapshot });
    expect(end).toEqual({ type: 'end', snapshots: 1 });
  });

  test('a pipe gets the same lines, though nobody said --json', async () => {
    await using ops = await operationsServer({ snapshot, token: TOKEN });
    const { stdout } = await runHere(['dashboard', 'cup-final', '--ops', ops.url, '--count', '1'], {
      cwd: '/',
      env: { TIX_OPS_TOKEN: TOKEN },
    });
    expect(JSON.parse(stdout)).toMatchObject({ type: 'snapshot', eventId: 'cup-final' });
  });
});

test('a reader that has seen enough ends it, as `| head -1` does', async () => {
  await using ops = await operationsServer({ snapshot, token: TOKEN });
  const child = startTix(['dashboard', 'cup-final', '--ops', ops.url], { env: { TIX_OPS_TOKEN: TOKEN } });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.destroy();
  await expect.poll(() => ops.listeners).toBe(1);
  ops.tell({ ...snapshot, atMs: snapshot.atMs + 1_000 });
  expect(await ended).toBe(0);
});

describe('what is set up wrongly is told in one line', () => {
  test('a wrong token, none, or an unknown event is the operator’s to put right: 2', async () => {
    await using ops = await operationsServer({ snapshot, token: TOKEN });
    const asked = (eventId: string, token?: string) =>
      runHere(['dashboard', eventId, '--ops', ops.url], {
        cwd: '/',
        env: token === undefined ? {} : { TIX_OPS_TOKEN: token },
      });
    for (const [result, says] of [
      [await asked('cup-final', 'guess'), 'does not know this token'],
      [await asked('cup-final'), 'set TIX_OPS_TOKEN'],
      [await asked('other', TOKEN), 'no such event'],
    ] as const) {
      expect(result.exitCode).toBe(2);
      expect(result.stderr).toContain(says);
      expect(result.stderr.trim().split('\n')).toHaveLength(1);
      expect(result.stderr).not.toContain('guess');
    }
  });

  test('where nobody answers, or no server has ever been, the target cannot be reached: 3', async () => {
    using folder = tempFolder();
    const env = { TIX_OPS_TOKEN: TOKEN };
    const nobody = await runHere(['dashboard', 'cup-final', '--ops', 'http://127.0.0.1:9'], {
      cwd: '/',
      env,
    });
    expect(nobody).toMatchObject({ exitCode: 3, stdout: '' });
    expect(nobody.stderr).toBe('error: the operations API at http://127.0.0.1:9 does not answer\n');
    const never = await runHere(['dashboard', 'cup-final'], { cwd: folder.path });
    expect(never.exitCode).toBe(3);
    expect(never.stderr).toContain('start `tix serve`');
  });
});
