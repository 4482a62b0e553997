import type { PlainCall } from '../../../client/node/index.ts';
import { historyLine } from './history-line.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Recorder } from './recorder.ts';
import { stepOf } from './steps.ts';
import type { Reply, Wire } from './wire.ts';

/** Who sends requests, one at a time, and when the next one is due. */
export interface Person {
  readonly name: string;
  /** Machine ms from which the next request is late; set when somebody arrives, pauses, or gets an answer. */
  dueMs: number;
  /** Machine ms before which it could not be sent, where somebody had to wait for their turn; the generator is not late before. */
  readyMs?: number;
}

export interface Answered {
  readonly reply: Reply;
  readonly outcome: Outcome;
}

/** `wantsBody` may be false where nobody reads the answer. */
export type Ask = (person: Person, call: PlainCall, wantsBody?: boolean) => Promise<Answered>;

/** Sends a person's request, measures it from the moment it was due, and writes the history. */
export function askOver(options: {
  readonly wire: Wire;
  readonly recorder: Recorder;
  readonly history: boolean;
  machineMs(): number;
  toEpochMs(machineMs: number): number;
}): Ask {
  const { wire, recorder, machineMs, toEpochMs } = options;
  return async (person, call, wantsBody = true) => {
    const step = stepOf(call.method, call.path);
    const calledMs = machineMs();
    const reply = await wire.send(call, wantsBody);
    const outcome = outcomeOf(reply);
    recorder.record(
      step,
      person.dueMs,
      calledMs - Math.max(person.dueMs, person.readyMs ?? 0),
      reply,
      outcome,
    );
    if (options.history) recorder.write(historyLine(step, person.name, call, reply, outcome, toEpochMs));
    person.dueMs = reply.endedMs;
    return { reply, outcome };
  };
}
