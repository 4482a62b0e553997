import { LRUCache } from 'lru-cache';
import type { StoredSession } from './items/index.ts';

/**
 * The sessions this process has last seen, and one queue per session. A hold that knows the session makes its revision a condition of the
 * transaction; when that is committed, the session is known to be exactly what was remembered plus the hold, and nothing needs to be read
 * for the answer. Commands of one session run one after another here: in DynamoDB they would cancel each other.
 */
export class SessionsSeen {
  readonly #seen: LRUCache<string, StoredSession> | undefined;
  readonly #queues = new Map<string, Promise<void>>();

  /** @param max sessions remembered; 0 remembers none */
  constructor(max: number) {
    this.#seen = max === 0 ? undefined : new LRUCache({ max });
  }

  get(sessionId: string): StoredSession | undefined {
    return this.#seen?.get(sessionId);
  }

  /** Remembers the session, unless a newer revision of it is known already. */
  add(session: StoredSession): void {
    const { sessionId } = session.record;
    const known = this.#seen?.get(sessionId);
    if (known === undefined || known.rev <= session.rev) this.#seen?.set(sessionId, session);
  }

  forget(sessionId: string): void {
    this.#seen?.delete(sessionId);
  }

  /** Runs a command of the session when those before it are done. */
  async inTurn<Result>(sessionId: string, command: () => Promise<Result>): Promise<Result> {
    const before = this.#queues.get(sessionId);
    const running = before === undefined ? command() : before.then(command);
    const done = running.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(sessionId, done);
    try {
      return await running;
    } finally {
      if (this.#queues.get(sessionId) === done) this.#queues.delete(sessionId);
    }
  }
}
