/** Wall time. The one place where "now" comes from. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
}
