/** One line of the audit log: who did what, and what it changed. */
export interface AuditEntry {
  readonly atMs: number;
  /** Name of the token that was used. */
  readonly who: string;
  readonly role: 'viewer' | 'operator';
  readonly eventId: string;
  readonly action: 'doors' | 'target' | 'tuner' | 'clearFlag';
  readonly before: unknown;
  readonly after: unknown;
}

/** What operators did. Lines are only ever added. */
export interface AuditLog {
  /** Resolves when the entry is durable. */
  append(entry: AuditEntry): Promise<void>;
  /** The last entries, oldest first. */
  last(limit: number): Promise<readonly AuditEntry[]>;
  close(): Promise<void>;
}
