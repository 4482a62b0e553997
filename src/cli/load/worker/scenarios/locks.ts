import { machineMs } from '../../../../service/adapters/system/index.ts';
import { unitsFrom } from '../../../crowd/index.ts';
import type { Person } from '../person.ts';
import { crowdOf, type Scenario, type Scene } from '../scene.ts';
import { passOf } from './passes.ts';
import { getIn } from './queue.ts';

/** Somebody with a live session. */
interface Shopper {
  readonly person: Person;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAtMs: number;
  held: string[];
  heldSinceMs: number;
}

/** A session this near its end is not used any more. */
const NEAR_END_MS = 3_000;
/** People who were refused are replaced, but not for ever. */
const TRIES_PER_SHOPPER = 3;

/**
 * Shoppers who hold seats and give them back, on the lock endpoints alone. Each arrival is one hold, by whichever shopper is idle; arrivals
 * wait for one, and their wait counts. A shopper who is full, or has held for the dwell, first gives everything back.
 */
export function locksScenario(scene: Scene): Scenario {
  const { job, ask, clock, recorder } = scene;
  const { seatIds, seatsPerHold, shoppers, dwellMs } = job.locks;
  const unit = unitsFrom(job.seed, job.index);
  const idle: Shopper[] = [];
  const waiting: ((shopper: Shopper) => void)[] = [];
  const everybody = new Set<Shopper>();
  let invited = 0;

  async function invite(untilMs: number): Promise<Shopper | undefined> {
    const number = job.index + invited * job.workers;
    invited += 1;
    const person = { name: `${job.run}-${number}`, dueMs: 0 };
    const crowd = crowdOf(scene, person, passOf(job, number));
    const found = await getIn(crowd, person.name, untilMs, 1000 * unit());
    if (found === undefined || found === 'refused') return undefined;
    const { sessionId, pass, expiresAtMs } = found.admission;
    const shopper: Shopper = {
      person,
      path: `/v1/sessions/${sessionId}`,
      headers: { 'x-tix-auth': found.auth, 'x-tix-session': pass, 'content-type': 'application/json' },
      expiresAtMs,
      held: [],
      heldSinceMs: 0,
    };
    everybody.add(shopper);
    return shopper;
  }

  function put(shopper: Shopper): void {
    const isNearEnd = shopper.expiresAtMs - clock.nowMs() < NEAR_END_MS;
    const next = isNearEnd ? undefined : waiting.shift();
    if (isNearEnd) replace(shopper);
    else if (next === undefined) idle.push(shopper);
    else next(shopper);
  }

  /** Somebody new takes the place of one whose time is nearly over. */
  function replace(shopper: Shopper): void {
    everybody.delete(shopper);
    if (scene.signal.aborted) return;
    void invite(scene.lastTryAtMs()).then(
      (fresh) => (fresh === undefined ? recorder.end('could not be replaced') : put(fresh)),
      () => recorder.end('could not be replaced'),
    );
  }

  async function take(): Promise<Shopper> {
    const shopper = idle.shift();
    if (shopper === undefined) return new Promise((resolve) => waiting.push(resolve));
    if (shopper.expiresAtMs - clock.nowMs() >= NEAR_END_MS) return shopper;
    replace(shopper);
    return take();
  }

  async function send(shopper: Shopper, action: 'holds' | 'releases', seats: readonly string[]) {
    const { person, headers, path } = shopper;
    const body = JSON.stringify({ seatIds: seats });
    const { outcome } = await ask(person, { path: `${path}/${action}`, method: 'POST', headers, body });
    return outcome.kind === 'ok';
  }

  async function giveBack(shopper: Shopper): Promise<void> {
    if (await send(shopper, 'releases', shopper.held)) shopper.held = [];
  }

  function wanted(): string[] {
    const first = Math.floor(unit() * (seatIds.length - seatsPerHold + 1));
    return seatIds.slice(first, first + seatsPerHold);
  }

  return {
    async prepare(told) {
      const untilMs = clock.nowMs() + job.locks.prepareMs;
      let ready = 0;
      const first = Array.from({ length: shoppers }, async () => {
        for (let tries = 0; tries < TRIES_PER_SHOPPER && clock.nowMs() < untilMs; tries++) {
          const shopper = await invite(untilMs);
          if (shopper === undefined) continue;
          ready += 1;
          told(ready, shoppers);
          return put(shopper);
        }
      });
      const failed = (await Promise.allSettled(first)).find((each) => each.status === 'rejected');
      if (ready > 0) return null;
      return failed === undefined ? 'nobody was let in' : String(failed.reason?.message ?? failed.reason);
    },

    async arrive(_, dueMs) {
      const shopper = await take();
      shopper.person.dueMs = dueMs;
      shopper.person.readyMs = machineMs();
      const isFull = shopper.held.length + seatsPerHold > job.event.seatLimit;
      const hasDwelt = shopper.held.length > 0 && clock.nowMs() - shopper.heldSinceMs >= dwellMs;
      if (isFull || hasDwelt) await giveBack(shopper);
      const seats = wanted();
      if (await send(shopper, 'holds', seats)) {
        if (shopper.held.length === 0) shopper.heldSinceMs = clock.nowMs();
        shopper.held = [...new Set([...shopper.held, ...seats])];
      }
      put(shopper);
    },

    async tidyUp() {
      await Promise.all(
        [...everybody].map(({ person, headers, path }) =>
          ask(person, {
            path,
            method: 'DELETE',
            headers: { 'x-tix-auth': headers['x-tix-auth'] ?? '' },
            body: null,
          }),
        ),
      );
    },
  };
}
