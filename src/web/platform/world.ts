/** The browser's clocks and chance, the only place where the pages read them. */
export interface World {
  /** Milliseconds that only grow; may stand still while the device sleeps. */
  monotonicMs(): number;
  /** Epoch milliseconds as the device believes; may be wrong and may jump. */
  wallMs(): number;
  /** Unique, for idempotency keys and tab names. */
  uniqueId(): string;
  /** In [0, 1), for spreading a crowd. */
  chance(): number;
}

export const browserWorld: World = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  uniqueId() {
    // randomUUID is missing on plain-HTTP addresses, getRandomValues is not.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  },
  chance: () => Math.random(),
};
