import type { Api } from '../api/index.ts';
import type { World } from '../platform/index.ts';
import type { ServerClock } from '../time/index.ts';
import type { KeptWaiting } from './kept-waiting.ts';
import { afterHappening, type Happening, nextStep, type Step } from './machine.ts';
import { pauseUntil } from './pause.ts';
import { prove } from './prove.ts';

export interface RunOptions {
  readonly eventId: string;
  readonly api: Api;
  readonly clock: ServerClock;
  readonly world: World;
  readonly kept: KeptWaiting;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
  readonly onAsking: (asking: boolean) => void;
}

/** Does what the waiting needs, step by step, until it ends or `signal` does. Everything it learns is kept before it is shown. */
export async function runWaiting(options: RunOptions): Promise<void> {
  const { kept, clock, signal, onChange } = options;
  await clock.sync();
  while (!signal.aborted) {
    const step = nextStep(kept.read(), clock.reachedMs());
    if (step.kind === 'stop') return;
    if (step.kind === 'pause') {
      await pauseUntil(step.untilMs, clock, signal);
      continue;
    }
    const happening = await take(step, options);
    if (signal.aborted || happening === undefined) return;
    kept.write(afterHappening(kept.read(), happening));
    onChange();
  }
}

async function take(
  step: Exclude<Step, { kind: 'pause' | 'stop' }>,
  options: RunOptions,
): Promise<Happening | undefined> {
  const { eventId, api, signal } = options;
  if (step.kind === 'prove') {
    const nonce = await prove(step.text, step.bits, signal);
    return nonce === undefined ? undefined : { kind: 'proven', text: step.text, nonce };
  }
  if (step.kind === 'takePlace') {
    const outcome = await api.takePlace(eventId);
    return outcome.ok ? { kind: 'placeGiven', place: outcome.data } : refusal(outcome.failure.code, options);
  }
  options.onAsking(true);
  const outcome = await api.askAdmission(eventId, step.token, step.nonce);
  options.onAsking(false);
  if (!outcome.ok) return refusal(outcome.failure.code, options);
  return outcome.data.admitted ? { kind: 'admitted' } : { kind: 'notYet', place: outcome.data };
}

function refusal(code: string, { clock, world }: RunOptions): Happening {
  if (code === 'SIGN_IN_REQUIRED') return { kind: 'refused', why: 'signIn' };
  if (code === 'SESSION_EXISTS') return { kind: 'admitted' };
  if (code === 'ADMISSION_USED') return { kind: 'refused', why: 'used' };
  if (code === 'TOKEN_INVALID') return { kind: 'refused', why: 'tokenInvalid' };
  return { kind: 'unanswered', nowMs: clock.nowMs(), chance: world.chance() };
}
