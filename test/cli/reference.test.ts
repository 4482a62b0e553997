import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/table.ts';
import { commanderFor } from '../../src/cli/framework/help.ts';

const program = { name: 'tix', version: '', description: '', commands };

const INTRODUCTION = `# The tix command

Made from the commands themselves; \`npm test -- test/cli/reference.test.ts -u\` writes it anew.

In a checkout the command is \`npx tix\`, or \`npm run tix -- …\`, which also installs and builds what is missing. Every command has \`--json\`: one JSON
object on standard output (or one per line, where things are told as they happen) and nothing else there. Errors go to standard error, under
\`--json\` as \`{"error":{"code","message","problems":[{"path","message"}]}}\`.

| Exit code | Meaning |
|---|---|
| 0 | done |
| 1 | a check failed: the audit found something, a simulated sale is not fair, a venue file or a token is not valid |
| 2 | the command line or a file is wrong; nothing was changed |
| 3 | a store or server could not be reached |
| 70 | a bug in tix |
| 130, 143, 129 | stopped by ^C, SIGTERM or SIGHUP; run again to go on |
`;

test('the command reference says what the commands say', async () => {
  const pages: string[] = [];
  for (const [name, { load }] of Object.entries(commands)) {
    const command = await load();
    const help = commanderFor(program, command)
      .configureOutput({ getOutHelpWidth: () => 100 })
      .helpInformation();
    const examples = command.examples.map(({ line, does }) => `# ${does}\n${line}`).join('\n\n');
    pages.push(`## tix ${name}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n\n\`\`\`sh\n${examples}\n\`\`\`\n`);
  }
  await expect([INTRODUCTION, ...pages].join('\n')).toMatchFileSnapshot('../../docs/cli.md');
});

test('every command is listed under its own name and shows at least two examples of itself', async () => {
  for (const [name, { load }] of Object.entries(commands)) {
    const command = await load();
    expect(command.name).toBe(name);
    expect(command.examples.filter(({ line }) => line.includes(`tix ${name}`)).length).toBeGreaterThanOrEqual(
      2,
    );
  }
});
