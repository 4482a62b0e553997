export interface KeyValueUpdate {
  readonly puts?: Readonly<Record<string, string>>;
  readonly deletes?: readonly string[];
  /** ETag of the whole store that the decision was made on; the update is refused when the store has moved on. */
  readonly ifMatch: string;
}

/**
 * The small, slowly propagating store that the edge reads: sale records and keys, JSON as text. One ETag versions the whole store.
 * Whoever writes reads here what was written at once; the edge learns of it seconds later at scale. What a person can put right (no
 * access, no connection, no such store) is a `StoreUnavailableError`.
 */
export interface KeyValueStore {
  get(key: string): Promise<string | undefined>;
  /** Keys in byte order. */
  list(): Promise<string[]>;
  etag(): Promise<string>;
  /**
   * Applies all puts and deletes or none and answers the new ETag.
   *
   * @throws KeyValueConflictError when `ifMatch` is not the current ETag: read again and decide again.
   * @throws UserError `KVS_LIMIT` when a key, a value or the update is larger than the store takes; nothing was written.
   */
  update(update: KeyValueUpdate): Promise<string>;
  close(): Promise<void>;
}

/** Another writer was first. */
export class KeyValueConflictError extends Error {
  constructor() {
    super('the key-value store changed since it was read; read it again');
    this.name = 'KeyValueConflictError';
  }
}
