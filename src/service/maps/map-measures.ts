import { createHistogram } from 'node:perf_hooks';
import type { Meter } from '../measures/index.ts';

/** How true the maps are, as counted since the process began. */
export interface MapReport {
  /** Changes brought to the cached maps, and how long after its commit (ms) one arrived. */
  readonly changes: {
    readonly count: number;
    readonly lagMs: { readonly p50: number; readonly p99: number; readonly max: number };
  };
  /** Seats that buyers asked for by name, and how many of them somebody else had: what the map showed was gone. */
  readonly clicks: { readonly seats: number; readonly ghosts: number; readonly ghostRate: number };
  /** Map requests, and how many of them were answered 304. */
  readonly requests: { readonly count: number; readonly unchanged: number };
  /** Maps of sections that were asked for, and how many of them had to be loaded from the store. */
  readonly sections: { readonly read: number; readonly loaded: number };
}

export interface MapMeasures {
  /** A change reached the cached maps this long after its commit. */
  arrived(ageMs: number): void;
  /** A buyer asked for so many seats by name, of which so many were gone. */
  clicked(seats: number, ghosts: number): void;
  answered(isUnchanged: boolean): void;
  /** The map of a section was read: from the cache, or from the store. */
  read(isLoaded: boolean): void;
  report(): MapReport;
}

export function createMapMeasures(meter: Meter): MapMeasures {
  // The library counts whole numbers from 1.
  const lag = createHistogram({ lowest: 1, highest: 3_600_000, figures: 2 });
  let [seats, ghosts, requests, unchanged, read, loaded] = [0, 0, 0, 0, 0, 0];
  return {
    arrived(ageMs) {
      lag.record(Math.min(Math.max(1, Math.round(ageMs)), 3_600_000));
      meter.measure('MapChangeAge', ageMs);
    },
    clicked(asked, gone) {
      seats += asked;
      ghosts += gone;
      meter.measure('SeatsClicked', asked);
      meter.measure('GhostSeats', gone);
    },
    answered(isUnchanged) {
      requests += 1;
      meter.measure('MapRequests', 1);
      if (!isUnchanged) return;
      unchanged += 1;
      meter.measure('MapRequestsUnchanged', 1);
    },
    read(isLoaded) {
      read += 1;
      meter.measure('SectionMapsRead', 1);
      if (!isLoaded) return;
      loaded += 1;
      meter.measure('SectionMapsLoaded', 1);
    },
    report: () => ({
      changes: {
        count: lag.count,
        lagMs:
          lag.count === 0
            ? { p50: 0, p99: 0, max: 0 }
            : { p50: lag.percentile(50), p99: lag.percentile(99), max: lag.max },
      },
      clicks: { seats, ghosts, ghostRate: seats === 0 ? 0 : ghosts / seats },
      requests: { count: requests, unchanged },
      sections: { read, loaded },
    }),
  };
}
