import { render } from 'ink';
import type { ReactElement } from 'react';
import type { Context } from '../framework/index.ts';

const TERMINAL_MS = 250;
const PLAIN_MS = 5_000;

export interface Watcher<Progress> {
  watch(progress: Progress): void;
  stop(): void;
}

/** Shows how long work comes along: a live picture on a terminal, a line now and then elsewhere. Ends when `stop` is called. */
export function watcher<Progress>(
  ctx: Context,
  shown: {
    /** The picture as it is now, asked for again and again. */
    readonly picture: (progress: Progress) => () => ReactElement;
    /** The same in one line. */
    readonly line: (progress: Progress) => () => string;
  },
): Watcher<Progress> {
  let stop = () => {};
  return {
    watch(progress) {
      stop = ctx.isTTY && !ctx.json ? drawn(ctx, shown.picture(progress)) : told(ctx, shown.line(progress));
    },
    stop: () => stop(),
  };
}

function drawn(ctx: Context, picture: () => ReactElement): () => void {
  const ink = render(picture(), {
    stdout: ctx.stderr,
    stderr: ctx.stderr,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const timer = setInterval(() => ink.rerender(picture()), TERMINAL_MS);
  return () => {
    clearInterval(timer);
    ink.rerender(picture());
    ink.unmount();
  };
}

function told(ctx: Context, line: () => string): () => void {
  ctx.note(line());
  const timer = setInterval(() => ctx.note(line()), PLAIN_MS);
  return () => clearInterval(timer);
}
