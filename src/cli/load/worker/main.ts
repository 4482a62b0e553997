// One worker thread of `tix load`: plays its share of the arrivals and tells the main thread what came of them.

import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../../core/errors/index.ts';
import { machineMs, systemClock } from '../../../service/adapters/system/index.ts';
import { newTally, pausesUntil } from '../../crowd/index.ts';
import type { FromWorker, Job, ScenarioName, ToWorker } from '../messages.ts';
import { durationOf, schedule } from '../stages.ts';
import { beginArrivals } from './arrivals.ts';
import { askOver } from './person.ts';
import { Recorder } from './recorder.ts';
import { admissionScenario } from './scenarios/admission.ts';
import { journeyScenario } from './scenarios/journey.ts';
import { locksScenario } from './scenarios/locks.ts';
import { seatmapScenario } from './scenarios/seatmap.ts';
import type { Scenario, Scene } from './scene.ts';
import { createWire } from './wire.ts';

const MAKERS: Readonly<Record<ScenarioName, (scene: Scene) => Scenario>> = {
  admission: admissionScenario,
  seatmap: seatmapScenario,
  locks: locksScenario,
  journey: journeyScenario,
};

const TICK_MS = 250;
/** Of the time after the last arrival, this share is left for those who got in last. */
const SHOPPING_SHARE = 0.5;
/** After a stop, requests under way may end. */
const STOP_MS = 2_000;

invariant(parentPort !== null, 'this file runs as a worker thread');
const port = parentPort;
const job = workerData as Job;
const tell = (message: FromWorker) => port.postMessage(message);

const recorder = new Recorder();
const tally = newTally();
/** No more arrivals; and: nobody goes on. */
const closing = new AbortController();
const over = new AbortController();
let startMs = machineMs();
const endMs = () => startMs + durationOf(job.stages) + job.finishMs;

const wire = createWire({ ...job, machineMs });
const scene: Scene = {
  job,
  recorder,
  tally,
  clock: systemClock,
  signal: over.signal,
  pause: pausesUntil(over.signal),
  ask: askOver({
    wire,
    recorder,
    machineMs,
    history: job.history,
    toEpochMs: (ms) => Math.round((ms + job.epochOffsetMs) * 1000) / 1000,
  }),
  lastTryAtMs: () => job.epochOffsetMs + endMs() - SHOPPING_SHARE * job.finishMs - job.event.slotMs,
};
const scenario = MAKERS[job.scenario](scene);

const told = new Promise<Extract<ToWorker, { type: 'go' }> | undefined>((resolve) => {
  port.on('message', (message: ToWorker) => {
    if (message.type === 'go') return resolve(message);
    closing.abort();
    setTimeout(() => over.abort(), STOP_MS).unref();
    resolve(undefined);
  });
});

tell({
  type: 'ready',
  unready: await scenario.prepare((ready, wanted) => tell({ type: 'preparing', ready, wanted })),
});
const go = await told;
const ticking = setInterval(() => tell(recorder.takeTick()), TICK_MS);
const idleBefore = performance.eventLoopUtilization();
const unfinished = go === undefined ? 0 : await play(go.atMachineMs);
const busy = performance.eventLoopUtilization(idleBefore).utilization;
recorder.isOpen = false;
over.abort();
await scenario.tidyUp();
clearInterval(ticking);
tell(recorder.takeTick());
tell({
  type: 'done',
  steps: recorder.steps,
  lateness: recorder.lateness,
  busy,
  arrived: recorder.arrived,
  unfinished,
  endings: { ...recorder.endings, ...tally.endings },
  clickedSeats: recorder.clickedSeats,
  ghostSeats: recorder.ghostSeats,
  unexpected: tally.unexpected,
});
await wire.close();
port.close();

/** Answers how many visits were cut off in the end. */
async function play(atMachineMs: number): Promise<number> {
  startMs = atMachineMs;
  recorder.isOpen = true;
  await beginArrivals({
    dueAfterMs: schedule(job.stages),
    first: job.index,
    every: job.workers,
    startMs,
    signal: closing.signal,
    machineMs,
    begin(number, dueMs) {
      recorder.arrive();
      void visit(number, dueMs);
    },
  });
  while (recorder.underWay > 0 && machineMs() < endMs() && !over.signal.aborted)
    await new Promise((resolve) => setTimeout(resolve, TICK_MS / 5));
  return recorder.underWay;
}

/** A visit that failed is counted; one that was cut off is not its own fault. */
async function visit(number: number, dueMs: number): Promise<void> {
  recorder.underWay += 1;
  try {
    await scenario.arrive(number, dueMs);
  } catch (error) {
    if (over.signal.aborted) return;
    const what = error instanceof Error ? error.message : String(error);
    tally.unexpected[what] = (tally.unexpected[what] ?? 0) + 1;
  } finally {
    recorder.underWay -= 1;
  }
}
