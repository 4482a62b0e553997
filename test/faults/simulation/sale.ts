import type { ProviderLedger } from '../../../src/service/adapters/payment-test/index.ts';
import type { EngineHooks } from '../../../src/service/adapters/store-embedded/index.ts';
import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import type { ReservationStore } from '../../../src/service/ports/index.ts';
import { Agenda } from './agenda.ts';
import { Buyer } from './buyer.ts';
import { chance } from './chance.ts';
import { type Fault, FaultBook, faultPlan } from './faults.ts';
import { EVENT_ID, event, SECTION_ID, START_MS, seats, venue } from './hall.ts';
import { describe, type Shop } from './messenger.ts';
import { openPayments } from './payments.ts';
import { PLANTED, type PlantedBug } from './planted.ts';
import { cacheOutside, type House, Server } from './server.ts';
import { type Violation, Watch } from './watch.ts';

const SERVERS = 3;
const BUYERS = 18;
const FAULTS_WITHIN_MS = 200_000;
/** Virtual time after which a sale that has not come to rest never will. */
const LONGEST_MS = 45 * 60_000;
/** So few that consumers of the log fall behind it now and then. */
const CHANGES_KEPT = 60;

export type MakeStore = (hooks: EngineHooks, agenda: Agenda) => ReservationStore;

export interface SaleOptions {
  readonly seed: number;
  /** Only these buyers come, by number; all unless given. */
  readonly buyers?: readonly number[];
  /** Only these faults happen, by their place in the seed's plan; all unless given. */
  readonly faults?: readonly number[];
  /** A bug the store is to have; the real store unless given. */
  readonly planted?: PlantedBug | undefined;
}

export interface SaleOutcome {
  readonly seed: number;
  readonly planted: PlantedBug | undefined;
  readonly violation: Violation | undefined;
  readonly steps: number;
  /** Single records written. */
  readonly writes: number;
  /** The same for every run of the same options. */
  readonly digest: string;
  /** The last steps before the end. */
  readonly lines: readonly string[];
  readonly buyers: readonly number[];
  readonly faults: readonly number[];
  readonly plan: readonly Fault[];
  readonly sold: number;
  readonly refunded: number;
}

/** Plays one sale from its seed: everything that happens, goes wrong and is checked on the way. */
export async function playSale(options: SaleOptions): Promise<SaleOutcome> {
  const { seed } = options;
  const agenda = new Agenda(START_MS);
  const watch = new Watch(agenda);
  const makeStore = options.planted === undefined ? realStore : PLANTED[options.planted];
  const store = makeStore(watch.hooks, agenda);
  await store.createEvent(event, JSON.stringify(venue.document));
  await store.seedSeats(
    EVENT_ID,
    seats.map(({ seatId, sectionId, tier, priceMinor }) => ({ seatId, sectionId, tier, priceMinor })),
    START_MS - 1_000,
  );

  const plan = faultPlan({ seed, servers: SERVERS, buyers: BUYERS, spanMs: FAULTS_WITHIN_MS });
  const kept = options.faults ?? plan.map((_, index) => index);
  const happening = kept.flatMap((index) => plan[index] ?? []);
  const faults = new FaultBook(happening, () => agenda.sinceStartMs);
  const servers: Server[] = [];
  const bug = (error: unknown) => watch.fail('BUG', describe(error));
  const payments = openPayments({ agenda, faults, servers, bug, draw: chance(seed, 'provider') });
  const draw = chance(seed, 'house');
  const house: House = {
    ...{ seed, agenda, faults, store, bug },
    reconcileEveryMs: draw.pick([5_000, 20_000]),
    provider: payments.provider,
    sharedCache: draw.happens(0.5) ? cacheOutside(faults) : undefined,
    clockRead: (nowMs) => watch.clockRead(nowMs),
  };
  for (let number = 0; number < SERVERS; number += 1) servers.push(new Server(number, house));
  for (const server of servers) void server.start();
  planCrashesAndSkews(happening, servers, agenda);

  const numbers = options.buyers ?? Array.from({ length: BUYERS }, (_, number) => number);
  const shop: Shop = { seed, agenda, faults, servers, watch, ...payments.page };
  let shopping = numbers.length;
  for (const number of numbers)
    void new Buyer(number, shop).visit().then(
      () => {
        shopping -= 1;
      },
      (error: unknown) => bug(error),
    );

  await untilQuiet({ agenda, watch, store, faults, servers, isShopping: () => shopping > 0 });
  if (watch.violation === undefined) await judge({ watch, store, agenda, servers, books: payments.books });
  const charges = [...payments.books.all()].map(({ status }) => status);
  return {
    ...{ seed, planted: options.planted, plan, buyers: numbers, faults: kept },
    ...{ violation: watch.violation, steps: agenda.steps, writes: watch.writes },
    ...{ digest: agenda.digest, lines: agenda.lines },
    sold: charges.filter((status) => status === 'approved').length,
    refunded: charges.filter((status) => status === 'refunded').length,
  };
}

const realStore: MakeStore = (hooks) => createMemoryStore({ hooks, changesMax: CHANGES_KEPT });

function planCrashesAndSkews(faults: readonly Fault[], servers: readonly Server[], agenda: Agenda): void {
  for (const fault of faults) {
    if (fault.kind === 'crash') {
      const server = servers[fault.server];
      agenda.plan(fault.atMs, `fault: s${fault.server} crashes`, () => server?.crash());
      agenda.plan(fault.atMs + fault.downMs, `s${fault.server} starts`, () => {
        if (server?.isUp === false) void server.start();
      });
    }
    if (fault.kind === 'skew')
      agenda.plan(fault.atMs, `fault: clock of s${fault.server} is off by ${fault.byMs} ms`, () => {
        const server = servers[fault.server];
        if (server !== undefined) server.skewMs = fault.byMs;
      });
  }
}

interface Running {
  readonly agenda: Agenda;
  readonly watch: Watch;
  readonly store: ReservationStore;
  readonly faults: FaultBook;
  readonly servers: readonly Server[];
  isShopping(): boolean;
}

/** Steps until everybody has gone, nothing is under way any more, and no payment waits for anybody. */
async function untilQuiet({ agenda, watch, store, faults, servers, isShopping }: Running): Promise<void> {
  let isCalm = false;
  while (watch.violation === undefined) {
    if (agenda.busy === 0 && !isShopping()) {
      if (isCalm && (await store.readDue(Number.MAX_SAFE_INTEGER, 1)).length === 0) return;
      if (!isCalm) {
        isCalm = true;
        faults.end();
        for (const server of servers) if (!server.isUp) void server.start();
      }
    }
    if (agenda.sinceStartMs > LONGEST_MS) return watch.fail('NEVER_QUIET', 'payments are open for ever');
    if (!(await agenda.step())) return watch.fail('NEVER_QUIET', 'everybody waits for nothing');
    await watch.afterStep(store);
  }
}

/** What must be true once all is quiet: the store agrees with itself, with the provider's books, and with every cached map. */
async function judge(options: {
  watch: Watch;
  store: ReservationStore;
  agenda: Agenda;
  servers: readonly Server[];
  books: ProviderLedger;
}): Promise<void> {
  const { watch, store, agenda, servers, books } = options;
  await watch.audit(store);
  for (const { paymentId, providerRef, status } of books.all()) {
    const payment = await store.getPayment(paymentId);
    const charge = payment?.charges.find((known) => known.providerRef === providerRef)?.state ?? 'none';
    const expected = status === 'approved' ? 'settled' : status === 'refunded' ? 'refunded' : 'none';
    if (charge !== expected)
      watch.fail('MONEY_LOST', `the provider says ${providerRef} is ${status}, for us it is ${charge}`);
  }
  const truth = await store.readSection(EVENT_ID, SECTION_ID);
  for (const server of servers) {
    let shown: string | undefined;
    void server
      .drain()
      .then(() => server.handle((context) => context.maps.section(EVENT_ID, SECTION_ID)))
      .then(({ seats: map }) => {
        const stale = map.filter(({ ver }, index) => ver !== truth[index]?.ver);
        shown = stale.map(({ seatId }) => seatId).join(' ');
      });
    while (shown === undefined && (await agenda.step()));
    if (shown !== '') watch.fail('MAP_STALE', `s${server.number} shows ${shown} as it was`);
  }
}
