import type { Histogram } from 'node:perf_hooks';
import type { Step } from '../crowd/index.ts';
import type { Stage } from './stages.ts';

export const SCENARIOS = ['admission', 'seatmap', 'locks', 'journey'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** What one worker thread is asked to do. Plain data: it crosses a thread boundary. */
export interface Job {
  readonly scenario: ScenarioName;
  /** Name of the run; part of every virtual user's id. */
  readonly run: string;
  readonly baseUrl: string;
  readonly event: TargetEvent;
  readonly seed: number;
  readonly stages: readonly Stage[];
  /** This worker takes every `workers`-th arrival, from `index` on. */
  readonly index: number;
  readonly workers: number;
  readonly connections: number;
  readonly timeoutMs: number;
  /** After the last arrival, what is under way is waited for this long. */
  readonly finishMs: number;
  /** Sign-in passes for this worker's people; undefined: the target's own rehearsal sign-in. */
  readonly passes: readonly string[] | undefined;
  /** Journey: time a buyer takes to choose, on average. */
  readonly thinkMs: number;
  readonly locks: LockTerms;
  readonly history: boolean;
  /** Epoch ms minus machine ms, taken once for all workers. */
  readonly epochOffsetMs: number;
}

/** The event under load, as its own API describes it. */
export interface TargetEvent {
  readonly eventId: string;
  readonly venueHash: string;
  readonly opensAtMs: number;
  readonly slotMs: number;
  readonly seatLimit: number;
  /** Sections with seats of their own, dearest first. */
  readonly sectionIds: readonly string[];
}

export interface LockTerms {
  /** Shoppers of this worker that hold and release. */
  readonly shoppers: number;
  readonly seatsPerHold: number;
  /** The seats that are wanted, in the order of the house. */
  readonly seatIds: readonly string[];
  readonly dwellMs: number;
  /** Shoppers have this long to get in. */
  readonly prepareMs: number;
}

/** What happened to requests of one step. Latencies in whole microseconds. */
export interface StepRecord {
  /** From the moment the request was due, whatever kept the generator from sending it. */
  readonly corrected: Histogram;
  /** From the moment it was put on a connection. */
  readonly uncorrected: Histogram;
  ok: number;
  /** Refusals that the rules foresee, by code. */
  readonly refused: Record<string, number>;
  /** Everything else, by code. */
  readonly errors: Record<string, number>;
}

/** News of one worker since its last. */
export interface Tick {
  readonly type: 'tick';
  readonly requests: number;
  readonly errors: number;
  readonly refused: number;
  readonly arrived: number;
  readonly underWay: number;
  /** Corrected latencies of what was answered since, in ms. */
  readonly latenciesMs: Float64Array<ArrayBuffer>;
  /** Lines of the history, each with its line end. */
  readonly history: string;
}

export interface WorkerResult {
  readonly type: 'done';
  readonly steps: Readonly<Partial<Record<Step, StepRecord>>>;
  /** How late the generator itself began what was due, in microseconds. */
  readonly lateness: Histogram;
  /** Share of the time in which the worker's event loop was busy, from 0 to 1. */
  readonly busy: number;
  readonly arrived: number;
  readonly unfinished: number;
  /** How visits ended, or what went wrong in them, by name. */
  readonly endings: Readonly<Record<string, number>>;
  /** Seats that a map showed as free and that were clicked, and how many of them were gone. */
  readonly clickedSeats: number;
  readonly ghostSeats: number;
  readonly unexpected: Readonly<Record<string, number>>;
}

export type FromWorker =
  | { readonly type: 'preparing'; readonly ready: number; readonly wanted: number }
  /** `unready` says why the scenario cannot begin. */
  | { readonly type: 'ready'; readonly unready: string | null }
  | Tick
  | WorkerResult;

export type ToWorker =
  /** When the schedule starts. */
  { readonly type: 'go'; readonly atMachineMs: number } | { readonly type: 'stop' };
