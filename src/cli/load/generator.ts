import { mergeHistograms } from './histograms.ts';
import type { WorkerResult } from './messages.ts';

/** How the load generator itself fared. */
export interface Generator {
  readonly workers: number;
  /** Processor cores it kept busy, on average. */
  readonly cpuCores: number;
  /** Share of the time in which the busiest worker's event loop had work, from 0 to 1. */
  readonly busy: number;
  /** How late it began what was due. */
  readonly latenessP99Ms: number;
  readonly latenessMaxMs: number;
  /** Why its own limits are in the numbers; null when they are the target's. */
  readonly bottleneck: string | null;
}

/** A loop that is busier than this has no room for what comes at once. */
const BUSY_MAX = 0.9;
/** Timers are good to a few milliseconds; more than this in one request of a hundred is the generator's own doing. */
const LATENESS_MS_MAX = 25;

export function bottleneckOf(results: readonly WorkerResult[], cpuCores: number): Generator {
  const lateness = mergeHistograms(results.map((result) => result.lateness));
  const busy = Math.max(0, ...results.map((result) => result.busy));
  const isEmpty = Number(lateness.count) === 0;
  const latenessP99Ms = isEmpty ? 0 : lateness.percentile(99) / 1000;
  const reasons = [
    ...(busy > BUSY_MAX ? [`an event loop was busy ${Math.round(busy * 100)} % of the time`] : []),
    ...(latenessP99Ms > LATENESS_MS_MAX
      ? [`one request in a hundred began more than ${Math.round(latenessP99Ms)} ms late`]
      : []),
  ];
  return {
    workers: results.length,
    cpuCores: Math.round(cpuCores * 100) / 100,
    busy: Math.round(busy * 1000) / 1000,
    latenessP99Ms: Math.round(latenessP99Ms * 100) / 100,
    latenessMaxMs: isEmpty ? 0 : Math.round(lateness.max / 10) / 100,
    bottleneck: reasons.length === 0 ? null : reasons.join(', and '),
  };
}
