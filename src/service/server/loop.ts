import type { Logger } from 'pino';

export interface Loop {
  /** Ends the loop after the run that is under way. */
  stop(): Promise<void>;
}

/** Runs `task` every `everyMs`, never twice at once. A failure is logged and the next turn tries again. */
export function startLoop(name: string, everyMs: number, log: Logger, task: () => Promise<unknown>): Loop {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const turn = () => {
    running = task().then(
      () => undefined,
      (error: unknown) => log.error({ err: error, loop: name }, 'background work failed, trying again'),
    );
    void running.then(() => {
      if (!stopped) timer = setTimeout(turn, everyMs);
    });
  };
  timer = setTimeout(turn, everyMs);

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
