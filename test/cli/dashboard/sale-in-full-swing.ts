import type { OperationsSnapshot } from '../../../src/service/operations/index.ts';

/** 10:23:45 UTC, 23 minutes 45 seconds after the opening. */
export const NOW_MS = Date.UTC(2027, 5, 1, 10, 23, 45);
const opensAt = Date.UTC(2027, 5, 1, 10, 0, 0) / 1000;
const now = NOW_MS / 1000;

/** A stadium of 108 sections, half sold: the last sections are still nearly empty, the first are gone. */
const sections = Array.from({ length: 108 }, (_, i) => {
  const taken = Math.max(0, Math.min(926, Math.round(926 * (1.25 - (i * 1.4) / 107))));
  const sold = Math.round(i < 10 ? 926 : taken * 0.9);
  const inCheckout = Math.round((taken - sold) * 0.3);
  return {
    sectionId: `A${i + 1}`,
    total: 926,
    sold,
    inCheckout,
    held: taken - sold - inCheckout,
    available: 926 - taken,
  };
});

function sum(pick: (section: (typeof sections)[number]) => number): number {
  return sections.reduce((all, section) => all + pick(section), 0);
}

/** A sale in full swing, every number known. */
export const snapshot: OperationsSnapshot = {
  v: 1,
  eventId: 'cup-final',
  atMs: NOW_MS,
  sale: {
    eventId: 'cup-final',
    now,
    rules: { opensAt, k: 2, curve: 'weibull', slotSeconds: 30 },
    commitment: null,
    createdAt: opensAt - 3600,
    doors: { state: 'open', since: opensAt, planned: [] },
    phase: 'open',
    tau: 412.4,
    clock: 3.1,
    schedule: [{ from: opensAt, tau: 412.4, reading: 0 }],
    wait: { fromSeconds: 720, toSeconds: 1500, odds: { oneIn: 8 } },
    powBits: 12,
    tokenLifeSeconds: 600,
    sampling: { arrivals: 0.01, requests: 0.01, suspects: 0.05 },
    tunerEpoch: 7,
    signing: { kid: 's1', kids: ['s1'] },
    recordBytes: 512,
  },
  queue: { arrivedPeople: 1_012_345, waitingPeople: 812_345, arrivalsPerSecond: 120.4 },
  sessions: {
    live: 1987,
    waitingPasses: 12,
    inReservation: 1204,
    inCheckout: 783,
    started: 12_345,
    ended: 10_358,
    bought: 7_001,
    softCap: 2_000,
    hardCap: 2_200,
  },
  admissionsPerSecond: 6.63,
  seats: {
    total: sum(({ total }) => total),
    available: sum(({ available }) => available),
    held: sum(({ held }) => held),
    inCheckout: sum(({ inCheckout }) => inCheckout),
    sold: sum(({ sold }) => sold),
    sections,
  },
  sales: {
    perMinute: Array.from({ length: 24 }, (_, i) => [
      opensAt + i * 60,
      Math.round(1600 * (1 - Math.exp(-i / 5))),
    ]),
  },
  holds: { ok: 31_012, refused: 403, successRate: 0.9872, ghostRate: 0.0042, p50Ms: 4.2, p99Ms: 31 },
  http: { requestsPerSecond: 1204.3, errorRate: 0.0001, p50Ms: 2.1, p99Ms: 18 },
  maps: { cacheHitRate: 0.987, ageP50Ms: 400, ageP99Ms: 1900 },
  flags: { warned: 12, lockedOut: 3 },
  tuner: {
    epoch: 7,
    holder: 'web-1:4242',
    leaseUntil: now + 24,
    target: 2000,
    frozen: false,
    last: {
      at: now - 4,
      tauBefore: 420.3,
      tauAfter: 412.4,
      live: 1981,
      wanted: 66.4,
      cause: 'steady',
      reason:
        '1,981 of 2,000 shoppers are in; about 66 are let in during the next 10 s, as many as leave. The sale clock gains 1 in 412 s (τ = 412.4).',
    },
  },
};
