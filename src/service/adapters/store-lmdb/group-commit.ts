/** One command waiting for its transaction. */
export interface Job {
  /** Runs inside the transaction. What it throws undoes everything the transaction wrote. */
  run(): void;
  /** The transaction is durable. */
  done(): void;
  fail(error: unknown): void;
}

/** Jobs run in one transaction at most, so that none of them waits long for the others. */
const BATCH_MAX = 512;

/**
 * Commits jobs in groups: those that arrive while one group is being made durable form the next, so that a crowd shares one flush.
 * One group at a time: an answer never rests on a commit that has not reached the disk.
 */
export class GroupCommit {
  readonly #transact: (work: () => void) => Promise<void>;
  readonly #queue: Job[] = [];
  #running: Promise<void> | undefined;

  /** `transact` runs work in a transaction, undoes it when work throws (and rejects with what it threw), and resolves when durable. */
  constructor(transact: (work: () => void) => Promise<void>) {
    this.#transact = transact;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  add(job: Job): void {
    this.#queue.push(job);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await nextTurn();
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0, BATCH_MAX));
    this.#running = undefined;
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const thrown = await this.#attempt(jobs);
    if (thrown === undefined) return;
    if (jobs.length === 1 || thrown.cause === 'commit') {
      for (const job of jobs) job.fail(thrown.error);
      return;
    }
    // One of them threw while writing: the whole group was undone. Each gets a transaction of its own, so that only that one fails.
    for (const job of jobs) await this.#commit([job]);
  }

  /** Commits the jobs together; tells what went wrong, in a job or in the commit, when they were undone. */
  async #attempt(jobs: readonly Job[]): Promise<{ cause: 'job' | 'commit'; error: unknown } | undefined> {
    let cause: 'job' | 'commit' = 'job';
    try {
      await this.#transact(() => {
        for (const job of jobs) job.run();
        cause = 'commit';
      });
    } catch (error) {
      return { cause, error };
    }
    for (const job of jobs) job.done();
    return undefined;
  }
}

/** Lets everything that is ready to run add its job first. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
