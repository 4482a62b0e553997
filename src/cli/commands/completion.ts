import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bashScript, completionModel, fishScript, zshScript } from '../completion/index.ts';
import { choice, defineCommand } from '../framework/index.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

export default defineCommand({
  name: 'completion',
  description: `
    Prints a script that teaches a shell the commands of tix, their options and what may stand for their
    values. It holds all of that itself, so that completing is quick; print it again after an update.`,
  args: { shell: choice({ summary: 'which shell', choices: ['bash', 'zsh', 'fish'], required: true }) },
  options: {},
  examples: [
    {
      line: 'tix completion bash > ~/.local/share/bash-completion/completions/tix',
      does: 'For bash, for good',
    },
    { line: 'source <(tix completion zsh)', does: 'For zsh, in this terminal' },
    { line: 'tix completion fish > ~/.config/fish/completions/tix.fish', does: 'For fish, for good' },
  ],
  async run({ shell }, ctx) {
    const { commands } = await import('./table.ts');
    const venues = readdirSync(join(ctx.packageRoot, 'venues'))
      .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();
    return { shell, script: SCRIPTS[shell](await completionModel(commands, venues)) };
  },
  render: ({ script }) => script,
});
