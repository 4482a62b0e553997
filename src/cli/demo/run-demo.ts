import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { createTixClient } from '../../client/index.ts';
import { createNodeTransport } from '../../client/node/index.ts';
import type { Venue } from '../../core/venue/index.ts';
import { openLmdbKeyValueStore } from '../../service/adapters/kvs-lmdb/index.ts';
import { monotonicMs, nodeHashing } from '../../service/adapters/system/index.ts';
import type { MapReport } from '../../service/maps/index.ts';
import type { Clock, ReservationStore } from '../../service/ports/index.ts';
import { changeDoors } from '../../service/sale/index.ts';
import { type Crowd, characterOf, newTally, pausesUntil, type Tally, visit } from '../crowd/index.ts';
import { seedEvent } from '../seeding/index.ts';
import { stateFolder } from '../serving/index.ts';

import { type DemoPlan, demoEventId, demoPlan, POW_BITS, RECONCILE_EVERY_MS } from './plan.ts';
import { type DemoReport, demoReport } from './report.ts';
import { startServerProcess } from './server-process.ts';
import { verify } from './verify.ts';

export type DemoPhase = 'seeding' | 'starting' | 'presale' | 'open' | 'closing' | 'settling' | 'auditing';

/** What a live view may look at while the demo runs; the tally grows under it. */
export interface DemoProgress {
  phase: DemoPhase;
  seatsSeeded: number;
  readonly seats: number;
  readonly buyers: number;
  opensAtMs: number;
  readonly tally: Tally;
}

export interface DemoOptions {
  readonly buyers: number;
  /** From the opening until nobody is admitted any more. */
  readonly openMs: number;
  readonly venue: Venue;
  readonly seed: number;
  /** Store URL for the sale; a store of its own in the demo's folder unless given. */
  readonly store: string | undefined;
  openStore(url: string, options?: { readonly readOnly: boolean }): Promise<ReservationStore>;
  /** Cache URL for the server. */
  readonly cache: string;
  /** Folder to leave the sale in; a temporary one, removed afterwards, unless given. */
  readonly keep: string | undefined;
  readonly packageRoot: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  watch(progress: DemoProgress): void;
}

const CONNECTIONS = 128;
/** Overdue payments are given this long after the last buyer left. */
const SETTLE_MS_MAX = 30_000;

/**
 * A whole sale on this machine: seeds the venue, runs the server as a process of its own, sends the crowd through HTTP, closes the doors, and
 * holds the result against the store's invariants, the payment provider's books and what the buyers were told.
 */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const { buyers, venue, seed, clock, signal } = options;
  const plan = demoPlan(buyers, options.openMs);
  const startedMs = monotonicMs();
  const dir = options.keep ?? (await mkdtemp(join(tmpdir(), 'tix-demo-')));
  const place: DemoPlace = {
    store: options.store ?? `lmdb:${join(dir, 'store')}`,
    state: join(dir, 'state'),
    eventId: demoEventId(options.store === undefined ? undefined : clock.nowMs()),
  };
  const progress: DemoProgress = {
    phase: 'seeding',
    seatsSeeded: 0,
    seats: venue.seatCount,
    buyers,
    opensAtMs: 0,
    tally: newTally(),
  };
  options.watch(progress);
  try {
    progress.opensAtMs = await seedStore(options, plan, place, progress);
    progress.phase = 'starting';
    const maps = await sale(options, plan, place, progress);
    progress.phase = 'auditing';
    const store = await options.openStore(place.store, { readOnly: true });
    const { providerDir } = stateFolder(place.state);
    const verified = await verify({
      store,
      eventId: place.eventId,
      providerDir,
      tally: progress.tally,
      nowMs: clock.nowMs(),
    });
    await store.close();
    const elapsedMs = monotonicMs() - startedMs;
    const kept = options.keep ?? null;
    return demoReport({
      tally: progress.tally,
      verified,
      maps,
      seats: venue.seatCount,
      buyers,
      seed,
      elapsedMs,
      kept,
    });
  } catch (error) {
    // What breaks while everything is being stopped is not what went wrong.
    throw signal.aborted ? signal.reason : error;
  } finally {
    if (options.keep === undefined) await rm(dir, { recursive: true, force: true });
  }
}

/** Where one demo's sale is. */
interface DemoPlace {
  readonly store: string;
  readonly state: string;
  readonly eventId: string;
}

async function seedStore(
  options: DemoOptions,
  plan: DemoPlan,
  place: DemoPlace,
  progress: DemoProgress,
): Promise<number> {
  const { clock, venue, signal } = options;
  const store = await options.openStore(place.store);
  const opensAt = Math.ceil((clock.nowMs() + plan.leadMs) / 1000);
  await seedEvent({
    store,
    clock,
    venue,
    signal,
    eventId: place.eventId,
    terms: {
      name: `${venue.name}, demo`,
      opensAt: { epochSeconds: opensAt, fromNow: false },
      ...plan.terms,
    },
    onSeats: (count) => {
      progress.seatsSeeded += count;
    },
  });
  await store.close();
  return opensAt * 1000;
}

async function sale(
  options: DemoOptions,
  plan: DemoPlan,
  place: DemoPlace,
  progress: DemoProgress,
): Promise<MapReport | null> {
  const { clock, signal } = options;
  const server = await startServerProcess({
    packageRoot: options.packageRoot,
    signal,
    args: [...serveArguments(plan, place), '--cache', options.cache],
  });
  try {
    progress.phase = 'presale';
    const closesAtMs = progress.opensAtMs + plan.openMs;
    await closeDoorsAt(place, clock, closesAtMs);
    const phases = [
      phaseAt(progress, 'open', progress.opensAtMs - clock.nowMs()),
      phaseAt(progress, 'closing', closesAtMs - clock.nowMs()),
    ];
    await crowdComes(options, plan, { url: server.url, ...place }, closesAtMs, progress).finally(() =>
      phases.forEach(clearTimeout),
    );
    progress.phase = 'settling';
    await paymentsSettled(options, place.store);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server.stop();
}

function serveArguments({ tauSeconds }: DemoPlan, { store, state }: DemoPlace): string[] {
  return [
    ...['--store', store, '--state', state, '--dev-login'],
    ...['--tau', String(tauSeconds), '--pow-bits', String(POW_BITS)],
    ...['--reconcile-every', `${RECONCILE_EVERY_MS}ms`],
  ];
}

/** Decides, long before it is in force, that admission ends, as any operator would. */
async function closeDoorsAt({ state, eventId }: DemoPlace, clock: Clock, closesAtMs: number): Promise<void> {
  const kvs = openLmdbKeyValueStore({ dir: stateFolder(state).kvsDir });
  await changeDoors(kvs, {
    eventId,
    verb: 'close',
    from: Math.round(closesAtMs / 1000),
    now: Math.floor(clock.nowMs() / 1000),
    leadSeconds: 10,
  });
  await kvs.close();
}

async function crowdComes(
  { buyers, venue, seed, clock, signal }: DemoOptions,
  { slotMs, openMs }: DemoPlan,
  { url, eventId }: DemoPlace & { readonly url: string },
  closesAtMs: number,
  progress: DemoProgress,
): Promise<void> {
  const transport = createNodeTransport({ baseUrl: url, connections: CONNECTIONS });
  const payments = new Pool(url, { connections: CONNECTIONS / 4 });
  const crowd: Crowd = {
    client: createTixClient({ baseUrl: url, transport }),
    async pay(target, instruction) {
      const { statusCode, body } = await payments.request({
        path: new URL(target).pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(instruction),
      });
      await body.dump();
      return statusCode;
    },
    mayPayOn: () => true,
    eventId,
    clock,
    monotonicMs,
    hashing: nodeHashing,
    tally: progress.tally,
    opensAtMs: progress.opensAtMs,
    closesAtMs,
    slotMs,
    sectionIds: [...venue.sections]
      .filter(({ kind }) => kind === 'seated')
      .sort((a, b) => b.maxPriceMinor - a.maxPriceMinor)
      .map(({ id }) => id),
    signal,
    pause: pausesUntil(signal),
  };
  try {
    const visits = Array.from({ length: buyers }, (_, number) =>
      visit(crowd, characterOf(seed, number, openMs)),
    );
    await Promise.all(visits);
  } finally {
    await Promise.all([transport.close(), payments.close()]);
  }
}

/** Waits until no payment is open: lost webhooks found out about, abandoned checkouts given up, refunds made. */
async function paymentsSettled({ openStore, clock, signal }: DemoOptions, url: string): Promise<void> {
  const store = await openStore(url, { readOnly: true });
  const untilMs = clock.nowMs() + SETTLE_MS_MAX;
  try {
    while (clock.nowMs() < untilMs) {
      if ((await store.readDue(Number.MAX_SAFE_INTEGER, 1)).length === 0) return;
      await sleep(200, undefined, { signal });
    }
  } finally {
    await store.close();
  }
}

function phaseAt(progress: DemoProgress, phase: DemoPhase, inMs: number): NodeJS.Timeout {
  return setTimeout(() => {
    progress.phase = phase;
  }, inMs);
}
