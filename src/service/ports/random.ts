/** Randomness: identifiers and keys must be unguessable, choices need not be. */
export interface Random {
  /** Time-ordered unique id (UUIDv7) for the moment given. */
  uuidV7(nowMs: number): string;
  /** Cryptographically strong bytes. */
  bytes(length: number): Uint8Array;
  /** Uniform in [0, 1). */
  unit(): number;
}
