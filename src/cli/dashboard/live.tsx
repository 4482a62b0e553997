import { type Key as InkKey, render, useInput, useWindowSize } from 'ink';
import { type Context, wantsColour } from '../framework/index.ts';
import type { News, OperationsClient } from '../operations/index.ts';
import {
  type DashboardState,
  type Effect,
  type ForecastLine,
  initialState,
  type Key,
  type Message,
  update,
} from './model/index.ts';
import { performer } from './perform.ts';
import { Dashboard } from './views/index.ts';

/** Frames a second at most, however much happens. */
const FRAMES_MAX = 10;

/** When nothing happens for so long the screen is drawn all the same: clocks go on and what was told makes room. */
const IDLE_MS = 1_200;

export interface LiveOptions {
  readonly client: OperationsClient;
  /** Ends when the signal it was made with aborts. */
  readonly news: (signal: AbortSignal) => AsyncIterable<News>;
  /** What a target would bring, beside what the one in force does. */
  readonly forecast: (state: DashboardState, target: number) => Promise<ForecastLine[]>;
}

/**
 * Draws a sale on the terminal's alternate screen until the operator leaves or the process is told to stop. Nothing is drawn before the
 * first snapshot, so that what is set up wrongly is told on the ordinary screen.
 */
export async function watchLive(ctx: Context, { client, news, forecast }: LiveOptions): Promise<void> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([ctx.signal, leaving.signal]);
  let screen: LiveScreen | undefined;
  try {
    for await (const told of news(signal)) {
      if (screen !== undefined) screen.dispatch(told);
      else if (told.type === 'snapshot')
        screen = openScreen(ctx, initialState(told.snapshot, told.way, ctx.clock.nowMs()), {
          perform: performer({
            client,
            forecast,
            signal,
            quit: () => leaving.abort(),
          }),
          onFailure: (error) => leaving.abort(error),
        });
    }
  } finally {
    await screen?.close();
  }
}

interface LiveScreen {
  dispatch(message: Message): void;
  /** Gives the terminal back as it was. */
  close(): Promise<void>;
}

interface ScreenParts {
  readonly perform: (effect: Effect, state: DashboardState, answer: (message: Message) => void) => void;
  readonly onFailure: (error: unknown) => void;
}

function openScreen(ctx: Context, first: DashboardState, { perform, onFailure }: ScreenParts): LiveScreen {
  const colour = wantsColour(ctx.env, ctx.stdout.isTTY === true);
  let state = first;
  const dispatch = (message: Message) => {
    const step = update(state, message, ctx.clock.nowMs());
    state = step.state;
    idle.refresh();
    ink.rerender(view());
    for (const effect of step.effects) perform(effect, state, dispatch);
  };
  const idle = setInterval(() => dispatch({ type: 'tick' }), IDLE_MS);
  const view = () => (
    <Terminal state={state} colour={colour} onKey={(key) => dispatch({ type: 'key', key })} />
  );
  const ink = render(view(), {
    stdout: ctx.stdout,
    stdin: ctx.stdin as NodeJS.ReadStream,
    stderr: ctx.stderr,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: FRAMES_MAX,
  });
  const ended = ink.waitUntilExit();
  ended.catch(onFailure);
  return {
    dispatch,
    async close() {
      clearInterval(idle);
      ink.unmount();
      await ended;
    },
  };
}

function Terminal({
  state,
  colour,
  onKey,
}: {
  readonly state: DashboardState;
  readonly colour: boolean;
  readonly onKey: (key: Key) => void;
}) {
  const size = useWindowSize();
  useInput((input, key) => {
    for (const each of keysOf(input, key)) onKey(each);
  });
  return <Dashboard state={state} size={size} colour={colour} />;
}

/** Several characters may come at once, when somebody types quickly or pastes. */
function keysOf(input: string, key: InkKey): Key[] {
  if (key.ctrl) return input === 'c' ? [{ name: 'interrupt' }] : [];
  if (key.upArrow) return [{ name: 'up' }];
  if (key.downArrow) return [{ name: 'down' }];
  if (key.leftArrow) return [{ name: 'left' }];
  if (key.rightArrow) return [{ name: 'right' }];
  if (key.pageUp) return [{ name: 'pageUp' }];
  if (key.pageDown) return [{ name: 'pageDown' }];
  if (key.home) return [{ name: 'home' }];
  if (key.end) return [{ name: 'end' }];
  if (key.return) return [{ name: 'enter' }];
  if (key.escape) return [{ name: 'escape' }];
  if (key.backspace || key.delete) return [{ name: 'backspace' }];
  return [...input].map((char) => ({ char }));
}
