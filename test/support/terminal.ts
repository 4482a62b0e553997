import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real terminal of tmux, with a shell in it. */
export interface Terminal extends AsyncDisposable {
  /** What a person sees, line by line. */
  screen(): Promise<string>;
  /** Presses keys by tmux's names, such as `q`, `Enter`, `C-c`; text is typed as it is. */
  press(...keys: string[]): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** A format of tmux, such as `#{alternate_on}`. */
  ask(format: string): Promise<string>;
}

/** @param tmux path of the program. */
export async function openTerminal(
  tmux: string,
  options: {
    readonly columns: number;
    readonly rows: number;
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
  },
): Promise<Terminal> {
  const { columns, rows, cwd, env } = options;
  const socket = `${cwd}/tmux`;
  const ask = async (...words: string[]) => (await run(tmux, ['-u', '-S', socket, ...words], { env })).stdout;
  await ask(
    ...['-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, '-c', cwd],
    "PS1='$ ' sh -i",
  );
  return {
    screen: () => ask('capture-pane', '-p'),
    press: async (...keys) => void (await ask('send-keys', ...keys)),
    resize: async (wide, high) => void (await ask('resize-window', '-x', `${wide}`, '-y', `${high}`)),
    ask: async (format) => (await ask('display-message', '-p', format)).trim(),
    [Symbol.asyncDispose]: async () => void (await ask('kill-server')),
  };
}
