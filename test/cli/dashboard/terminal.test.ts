import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireProgram } from '../../support/require-program.ts';
import { repoRoot, tempFolder } from '../../support/run-tix.ts';
import { seedHall, serve } from '../../support/serve.ts';
import { openTerminal } from '../../support/terminal.ts';

const tmux = requireProgram('tmux');
const PATIENT = { timeout: 15_000, interval: 100 };

test.skipIf(tmux === undefined)(
  'an operator watches a running sale, freezes the tuner, loses the server, and gets the terminal back as it was',
  async () => {
    using folder = tempFolder();
    await seedHall(folder.path);
    const server = await serve(folder.path);
    const command = `exec '${process.execPath}' '${join(repoRoot, 'bin', 'tix.js')}' dashboard recital --state state`;
    writeFileSync(join(folder.path, 'watch'), command, { mode: 0o700 });
    const { TMUX: _, NO_COLOR: __, CI: ___, ...env } = process.env;
    await using terminal = await openTerminal(tmux ?? '', {
      ...{ columns: 80, rows: 24, cwd: folder.path },
      env: { ...env, LC_ALL: 'C.UTF-8' },
    });
    const shows = (text: string | RegExp) => expect.poll(() => terminal.screen(), PATIENT).toMatch(text);
    const lines = async () => (await terminal.screen()).replace(/\n$/, '').split('\n');

    await terminal.press('sh watch; echo "it ended with $?"', 'Enter');
    await shows('Shoppers');
    expect(await lines()).toHaveLength(24);
    expect((await lines())[0]).toMatch(/^ recital {2}▶ OPEN .* ● live \d\d:\d\d:\d\d UTC$/);
    expect(await terminal.screen()).toMatch(/░ \d+ free 100%/);
    expect((await lines()).at(-1)).toMatch(/p pause .* q quit$/);

    await terminal.press('t', '4', '0');
    await shows(/live sessions to hold: 40/);
    await terminal.press('Enter');
    await shows('Hold 40 shoppers');
    await terminal.press('y');
    await shows('of 40 wanted');
    await terminal.press('f');
    await shows('■ frozen');

    await terminal.press('p');
    await shows(/Pause the sale\? y yes, n no/);
    await terminal.press('y');
    await shows(/OPEN.*, pauses in \d+ s/);

    await terminal.resize(200, 60);
    await shows(/── Seats ─.*\n.*░/);
    await expect.poll(async () => (await lines()).at(-1), PATIENT).toMatch(/^ .*(?:q quit|UTC)$/);
    expect(await lines()).toHaveLength(60);
    expect((await lines())[0]?.length).toBe(199);

    await server.stop();
    await shows(/✗ no connection since .*: (?:connection refused|the server ended the connection)/);
    await using again = await serve(folder.path);
    expect(again.url).not.toBe('');
    await shows('● live');

    expect(await terminal.ask('#{alternate_on} #{cursor_flag}')).toBe('1 0');
    await terminal.press('q');
    await shows('it ended with 0');
    expect(await terminal.ask('#{alternate_on} #{cursor_flag}')).toBe('0 1');
    expect(await terminal.screen()).not.toContain('Shoppers');
    await terminal.press('stty -a', 'Enter');
    await shows(/(?<!-)icanon/);
    await shows(/(?<!-)echo /);

    await terminal.press('sh watch; echo "then with $?"', 'Enter');
    await shows('Shoppers');
    await terminal.press('C-c');
    await shows('then with 0');
    expect(await terminal.ask('#{alternate_on} #{cursor_flag}')).toBe('0 1');
  },
  90_000,
);
