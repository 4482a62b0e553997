/** Changes expected while a cached map lives: at most one map in two is out of date when it is replaced. */
const CHANGES_PER_LIFE = 0.5;
const LIFE_SECONDS_MIN = 1;
const LIFE_SECONDS_MAX = 15;
/** While the event as a whole is busy, a section that is quiet now may be the next to be stormed. */
const LIFE_SECONDS_MAX_BUSY = 5;
const BUSY_PER_SECOND = 1;

export interface FreshnessQuestion {
  /** Changes a second of the section, and of the whole event. */
  readonly sectionPerSecond: number;
  readonly eventPerSecond: number;
  readonly nowMs: number;
  readonly opensAtMs: number;
  /** When the next lock of the map lapses, which no change tells of. */
  readonly nextLapseMs: number;
}

/**
 * Whole seconds for which anybody may keep a map: 1 to 2 for a hot section, up to 15 for a quiet one, never beyond the opening of the sale
 * or the next lapse by more than the second that is the least.
 */
export function mapLifeSeconds(question: FreshnessQuestion): number {
  const { sectionPerSecond, eventPerSecond, nowMs, opensAtMs, nextLapseMs } = question;
  const most = eventPerSecond >= BUSY_PER_SECOND ? LIFE_SECONDS_MAX_BUSY : LIFE_SECONDS_MAX;
  const byRate = Math.round(CHANGES_PER_LIFE / sectionPerSecond);
  const toLapse = Math.floor((nextLapseMs - nowMs) / 1000);
  const toOpening = nowMs < opensAtMs ? Math.floor((opensAtMs - nowMs) / 1000) : most;
  return Math.max(LIFE_SECONDS_MIN, Math.min(most, byRate, toLapse, toOpening));
}
