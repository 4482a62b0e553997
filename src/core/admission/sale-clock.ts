/** From `from` (epoch s) on, the sale clock runs at speed 1/τ (τ = 0: stands still), starting at `reading`. */
export type ScheduleEntry = readonly [from: number, tau: number, reading: number];

/** The part of a sale that the verdict depends on. `schedule` may lack entries no slot needs any more. */
export interface SaleTerms {
  /** Epoch seconds. */
  readonly opensAt: number;
  /** In [1, 32]. */
  readonly k: number;
  readonly curve: string;
  /** 1 to 120. */
  readonly slotSeconds: number;
  /** In order of `from`; the very first entry of a sale starts at opensAt with reading 0. */
  readonly schedule: readonly ScheduleEntry[];
}

/** τ as it may be published: closed, or a finite number of seconds in [1, 1e9]. */
export function isTau(tau: unknown): tau is number {
  return tau === 0 || (typeof tau === 'number' && tau >= 1 && tau <= 1e9);
}

/** The entry in force at `t` (last from ≤ t), or undefined when none is kept or its τ makes no sense. */
export function entryAt(schedule: readonly ScheduleEntry[], t: number): ScheduleEntry | undefined {
  for (let i = schedule.length - 1; i >= 0; i--) {
    const entry = schedule[i];
    if (entry !== undefined && entry[0] <= t) return isTau(entry[1]) ? entry : undefined;
  }
  return undefined;
}

/** C(t): what the sale clock shows, or undefined when the schedule does not say or says nonsense. */
export function clockAt(sale: Pick<SaleTerms, 'opensAt' | 'schedule'>, t: number): number | undefined {
  if (t <= sale.opensAt) return 0;
  const entry = entryAt(sale.schedule, t);
  if (entry === undefined) return undefined;
  const clock = readingAt(entry, t);
  // τ is 1 s at least, so no true clock has gained more than the seconds since the opening. The slack is for rounding.
  return clock >= 0 && clock <= (t - sale.opensAt) * (1 + 1e-9) ? clock : undefined;
}

/** What the clock shows at `t`, while `entry` is in force. */
export function readingAt(entry: ScheduleEntry, t: number): number {
  return entry[2] + (entry[1] > 0 ? (t - entry[0]) / entry[1] : 0);
}
