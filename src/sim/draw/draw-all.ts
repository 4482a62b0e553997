import { setImmediate as nextTurn } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { curveNamed } from '../../core/admission/index.ts';
import { invariant } from '../../core/errors/index.ts';
import { compileKernel, createDrawer } from './drawer.ts';
import type { CompiledModule } from './web-assembly.ts';

export interface Draws {
  /** Lottery number of each person. */
  readonly v: Float64Array<SharedArrayBuffer>;
  /** Slot phase of each person. */
  readonly phases: Uint8Array<SharedArrayBuffer>;
  /** Secret number of each person: the share of the sale clock from which they are in. Rounded to 24 bits. */
  readonly shares: Float32Array<SharedArrayBuffer>;
}

/** What a draw depends on. */
export interface DrawTerms {
  readonly seed: number;
  readonly slotSeconds: number;
  readonly curve: string;
  readonly k: number;
}

export interface DrawOptions {
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a thread needs to take part. `next` holds the number of the first person nobody has taken on yet. */
interface Job {
  readonly tixDrawJob: true;
  readonly kernel: CompiledModule;
  readonly terms: DrawTerms;
  readonly count: number;
  readonly draws: Draws;
  readonly next: Int32Array<SharedArrayBuffer>;
}

const CHUNK = 65_536;

/** Below this many people a thread costs more than it saves. */
const PER_THREAD_MIN = 250_000;

/**
 * What everybody numbered 0 to count − 1 draws. Threads take chunks from a shared counter; who computes a number does not change it.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function drawAll(terms: DrawTerms, count: number, options: DrawOptions): Promise<Draws> {
  const job: Job = {
    tixDrawJob: true,
    kernel: compileKernel(),
    terms,
    count,
    draws: {
      v: new Float64Array(new SharedArrayBuffer(8 * count)),
      phases: new Uint8Array(new SharedArrayBuffer(count)),
      shares: new Float32Array(new SharedArrayBuffer(4 * count)),
    },
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  const helpers = Math.min(options.threads, Math.ceil(count / PER_THREAD_MIN)) - 1;
  const helping = Array.from({ length: Math.max(0, helpers) }, () => startHelper(job));
  try {
    for (const done of chunks(job)) {
      options.onProgress?.(done, count);
      await nextTurn();
      options.signal?.throwIfAborted();
    }
  } finally {
    // After an abort the helpers find nothing left to do.
    Atomics.store(job.next, 0, count);
    await Promise.all(helping);
  }
  return job.draws;
}

/** m = H⁻¹(−ln(1 − v)) for people `from` to `to` − 1. */
export function fillShares(draws: Draws, terms: DrawTerms, from: number, to: number): void {
  const curve = curveNamed(terms.curve);
  invariant(curve !== undefined, `curve ${terms.curve} is known`);
  for (let i = from; i < to; i++)
    draws.shares[i] = curve.share(-Math.log1p(-(draws.v[i] as number)), terms.k);
}

/** Draws chunk after chunk while there are any; yields how many people have been taken on. */
function* chunks(job: Job): Generator<number> {
  const drawer = createDrawer(job.kernel, job.terms.seed, job.terms.slotSeconds);
  for (;;) {
    const first = Atomics.add(job.next, 0, CHUNK);
    if (first >= job.count) return;
    const size = Math.min(CHUNK, job.count - first);
    drawer.fill(first, size, job.draws.v, job.draws.phases, first);
    fillShares(job.draws, job.terms, first, first + size);
    yield first + size;
  }
}

/** A thread that runs this very module, wherever a bundler has put it. */
function startHelper(job: Job): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: job });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}

if (!isMainThread && isJob(workerData)) for (const _ of chunks(workerData));

function isJob(data: unknown): data is Job {
  return typeof data === 'object' && data !== null && 'tixDrawJob' in data;
}
