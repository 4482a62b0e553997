import { Worker } from 'node:worker_threads';
import type { FromWorker, Job, Tick, ToWorker, WorkerResult } from './messages.ts';

/** Worker threads that share one load. */
export interface Crew {
  /** Resolves when all can begin; answers why one cannot, or null. */
  ready(): Promise<string | null>;
  send(message: ToWorker): void;
  /** Resolves with what each has measured. */
  results(): Promise<readonly WorkerResult[]>;
  terminate(): Promise<void>;
}

export interface CrewEvents {
  preparing(ready: number, wanted: number): void;
  tick(worker: number, tick: Tick): void;
}

export function startCrew(workerFile: URL, jobs: readonly Job[], events: CrewEvents): Crew {
  const prepared = jobs.map(() => ({ ready: 0, wanted: 0 }));
  const members = jobs.map((job, i) =>
    startMember(workerFile, job, (message) => {
      if (message.type === 'tick') events.tick(i, message);
      if (message.type !== 'preparing') return;
      prepared[i] = message;
      const sum = (part: 'ready' | 'wanted') => prepared.reduce((total, each) => total + each[part], 0);
      events.preparing(sum('ready'), sum('wanted'));
    }),
  );
  return {
    ready: async () =>
      (await Promise.all(members.map(({ ready }) => ready))).find((why) => why !== null) ?? null,
    send(message) {
      for (const { worker } of members) worker.postMessage(message);
    },
    results: () => Promise.all(members.map(({ result }) => result)),
    terminate: async () => void (await Promise.all(members.map(({ worker }) => worker.terminate()))),
  };
}

interface Member {
  readonly worker: Worker;
  readonly ready: Promise<string | null>;
  readonly result: Promise<WorkerResult>;
}

function startMember(workerFile: URL, job: Job, listen: (message: FromWorker) => void): Member {
  const worker = new Worker(workerFile, { workerData: job });
  const ready = Promise.withResolvers<string | null>();
  const result = Promise.withResolvers<WorkerResult>();
  worker.on('message', (message: FromWorker) => {
    listen(message);
    if (message.type === 'ready') ready.resolve(message.unready);
    if (message.type === 'done') result.resolve(message);
  });
  worker.on('error', (error) => {
    ready.reject(error);
    result.reject(error);
  });
  // Whoever waits for one of them hears of it; the other must not count as an error that nobody waits for.
  ready.promise.catch(() => {});
  result.promise.catch(() => {});
  return { worker, ready: ready.promise, result: result.promise };
}
