import { UserError } from '../../core/errors/index.ts';
import { nodeHashing } from '../../service/adapters/system/index.ts';
import { createObserver } from '../../service/operations/index.ts';
import type { KeyValueStore } from '../../service/ports/index.ts';
import type { TunerSight } from '../../service/tuning/index.ts';
import { type Context, text } from '../framework/index.ts';
import { operationsClient, opsAddress, opsOption } from '../operations/index.ts';
import { openJournal, openStore, storeUrl } from '../store-url.ts';

/** Where a tuner looks at the sale. */
export const lookOptions = {
  ops: opsOption,
  store: text({ summary: 'look at the store itself instead, and count it anew every time', ...storeUrl }),
};

export interface Lookout {
  /** Sessions the service allows, without and with waiting passes. */
  readonly caps: { readonly softCap: number; readonly hardCap: number };
  look(after: string | null): Promise<TunerSight>;
  close(): Promise<void>;
}

interface LookInput {
  readonly event: string;
  readonly ops: string | undefined;
  readonly store: string | undefined;
  readonly state: string;
}

/**
 * Opens the place to look from, having looked once, so that a command that cannot work says so at once.
 *
 * @throws UserError `EVENT_UNKNOWN`, `LOOK_TWICE` when both an API and a store are named, and what finding and asking the API throw;
 *   StoreUnavailableError
 */
export async function openLookout(ctx: Context, kvs: KeyValueStore, input: LookInput): Promise<Lookout> {
  const { event: eventId, ops, store: url } = input;
  if (url === undefined) return lookoutByApi(ctx, input);
  if (ops !== undefined) throw new UserError('LOOK_TWICE', 'give --ops or --store, not both');
  const store = await openStore(ctx, url, { readOnly: true });
  try {
    const event = await store.getEvent(eventId);
    if (event === undefined)
      throw new UserError('EVENT_UNKNOWN', `${url} holds no event ${JSON.stringify(eventId)}`);
    const journal = await openJournal(ctx, url, { readOnly: true });
    const observe = createObserver({ store, kvs, journal, clock: ctx.clock, hashing: nodeHashing });
    return {
      caps: { softCap: event.softCap, hardCap: event.hardCap },
      look: (after) => observe(eventId, after),
      async close() {
        await Promise.all([store.close(), journal.close()]);
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A turn that is under way when the command is stopped is finished, so its look is not given up. */
const PATIENT = new AbortController().signal;

async function lookoutByApi(ctx: Context, input: LookInput): Promise<Lookout> {
  const client = operationsClient(input.event, () => opsAddress(ctx, input));
  const { sessions } = await client.snapshot(PATIENT);
  return {
    caps: { softCap: sessions.softCap, hardCap: sessions.hardCap },
    look: (after) => client.observation(after, PATIENT),
    close: async () => {},
  };
}
