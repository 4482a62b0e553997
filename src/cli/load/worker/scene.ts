import { createTixClient } from '../../../client/index.ts';
import { createPlainTransport, type PlainCall } from '../../../client/node/index.ts';
import { machineMs, nodeHashing } from '../../../service/adapters/system/index.ts';
import type { Clock } from '../../../service/ports/index.ts';
import type { Crowd, Tally } from '../../crowd/index.ts';
import type { Job } from '../messages.ts';
import type { Outcome } from './outcome.ts';
import type { Ask, Person } from './person.ts';
import type { Recorder } from './recorder.ts';

/** What every scenario of a worker stands on. */
export interface Scene {
  readonly job: Job;
  readonly recorder: Recorder;
  readonly tally: Tally;
  readonly ask: Ask;
  readonly clock: Clock;
  /** Aborts when the run is over for everybody. */
  readonly signal: AbortSignal;
  pause(ms: number): Promise<void>;
  /** Epoch ms from which nobody tries to get in any more. */
  lastTryAtMs(): number;
}

/** One kind of load. */
export interface Scenario {
  /** What must be there before the first arrival; answers why it cannot begin, or null. */
  prepare(told: (ready: number, wanted: number) => void): Promise<string | null>;
  /** Somebody arrives; resolves when they are done. @param dueMs machine ms at which they should have come */
  arrive(number: number, dueMs: number): Promise<void>;
  /** Leaves the target as it was found, as far as that can be done. */
  tidyUp(): Promise<void>;
}

/** The crowd as one person sees it: the same event for all, and a clock of their own for what is due. */
export function crowdOf(scene: Scene, person: Person, pass: string | undefined): Crowd {
  const { job, ask, clock, tally, signal } = scene;
  const { event, baseUrl } = job;
  const transport = createPlainTransport(baseUrl, async (call) => {
    const { reply, outcome } = await ask(person, call);
    const { status, headers, body } = reply;
    if (call.path.endsWith('/holds')) countClicks(scene.recorder, call, body, outcome);
    if (status > 0) return { status, headers, body };
    // The typed client takes a status of its own kind; the code says what really happened.
    const code = outcome.kind === 'error' ? outcome.code : 'NO_ANSWER';
    return { status: 599, headers: {}, body: JSON.stringify({ code }) };
  });
  const origin = new URL(baseUrl).origin;
  return {
    client: createTixClient({ baseUrl, transport }),
    async pay(url, instruction) {
      const { reply } = await ask(person, {
        path: new URL(url).pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(instruction),
      });
      return reply.status;
    },
    mayPayOn: (url) => new URL(url).origin === origin,
    ...(pass === undefined ? {} : { passOf: () => pass }),
    eventId: event.eventId,
    clock,
    monotonicMs: machineMs,
    hashing: nodeHashing,
    tally,
    opensAtMs: event.opensAtMs,
    closesAtMs: scene.lastTryAtMs(),
    slotMs: event.slotMs,
    sectionIds: event.sectionIds,
    signal,
    async pause(ms) {
      person.dueMs = Math.max(person.dueMs, machineMs() + ms);
      await scene.pause(ms);
    },
  };
}

/** Named seats are clicked on a map; those in the way of a hold had been shown as free. */
function countClicks(recorder: Recorder, call: PlainCall, body: string, outcome: Outcome): void {
  const seatsIn = (text: string | null) =>
    text === null ? 0 : ((JSON.parse(text) as { seatIds?: readonly string[] }).seatIds?.length ?? 0);
  if (outcome.kind === 'error') return;
  recorder.clickedSeats += seatsIn(call.body);
  if (outcome.kind === 'refused' && outcome.code === 'SEAT_TAKEN') recorder.ghostSeats += seatsIn(body);
}
