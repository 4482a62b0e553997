import type { DoorsChanged } from '../../service/sale/index.ts';
import { formatCount } from '../framework/index.ts';
import type { OperationsClient } from '../operations/index.ts';
import { timeOfDay } from './draw/index.ts';
import type { DashboardState, Effect, ForecastLine, Message } from './model/index.ts';

/** What another target would bring, from how the sale stands. */
export type ForecastTarget = (state: DashboardState, target: number) => Promise<readonly ForecastLine[]>;

/** A number is typed digit by digit; only what stands for so long is worked out. */
const TYPING_MS = 300;

export interface PerformerParts {
  readonly client: OperationsClient;
  readonly forecast: ForecastTarget;
  readonly signal: AbortSignal;
  readonly quit: () => void;
}

/** Does what the model asks for; what came of it goes back as a message. */
export function performer({ client, forecast, signal, quit }: PerformerParts) {
  let typing: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearTimeout(typing), { once: true });

  const workOut = (target: number, state: DashboardState, answer: (message: Message) => void) =>
    forecast(state, target).then(
      (lines) => answer({ type: 'forecast', target, lines }),
      (error: unknown) => answer({ type: 'forecastFailed', target, why: wordsOf(error) }),
    );

  return (effect: Effect, state: DashboardState, answer: (message: Message) => void): void => {
    switch (effect.type) {
      case 'quit':
        quit();
        break;
      case 'doors':
        act(client.doors(effect.verb, signal), TOLD[effect.verb], answer);
        break;
      case 'target':
        act(client.setTarget(effect.target, signal), () => TOLD.target(effect.target), answer);
        break;
      case 'freeze':
        act(client.setFrozen(effect.frozen, signal), () => TOLD.frozen(effect.frozen), answer);
        break;
      case 'forecast':
        clearTimeout(typing);
        typing = setTimeout(() => void workOut(effect.target, state, answer), TYPING_MS);
    }
  };
}

/** What is told when it is done. */
const TOLD = {
  pause: ({ from, changed }: DoorsChanged) =>
    changed ? `the sale pauses at ${timeOfDay(from * 1000)} UTC` : 'it is paused already',
  resume: ({ from, changed }: DoorsChanged) =>
    changed ? `the sale goes on at ${timeOfDay(from * 1000)} UTC` : 'it is open already',
  target: (target: number) => `${formatCount(target)} shoppers from the tuner’s next turn on`,
  frozen: (frozen: boolean) => (frozen ? 'the tuner is frozen: τ is held' : 'the tuner goes on'),
};

function act<T>(done: Promise<T>, told: (done: T) => string, answer: (message: Message) => void): void {
  done.then(
    (result) => answer({ type: 'acted', told: told(result) }),
    (error: unknown) => answer({ type: 'refused', why: wordsOf(error) }),
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
