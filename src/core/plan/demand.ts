/** A sale as far as its load depends on it. Times in seconds, relative to the opening where they are moments. */
export interface DemandInput {
  readonly people: number;
  readonly seats: number;
  /** Live sessions to hold (L). */
  readonly target: number;
  readonly slotSeconds: number;
  /** When the crowd comes. */
  readonly arrivals: {
    /** Share that is there before the opening, thickening towards it. */
    readonly earlyShare: number;
    /** How long before the opening the first of them come. */
    readonly earlySeconds: number;
    /** After the opening, half of those still to come arrive within this time. */
    readonly halfLifeSeconds: number;
  };
  /** Share of those drawn who are still there. */
  readonly showUp: number;
  /** Mean time spent choosing; seats are held half-way. */
  readonly choosingSeconds: number;
  readonly payingSeconds: number;
  readonly seatsPerOrder: number;
  /** Of those who hold seats, how many go to pay, and how many payments come through. */
  readonly checkoutShare: number;
  readonly paymentShare: number;
  /** When the sale ends if it has not sold out. */
  readonly horizonSeconds: number;
}

export interface Demand {
  /** Places given: everybody gets one. */
  readonly mints: number;
  readonly polls: number;
  readonly sessions: number;
  readonly holds: number;
  readonly checkouts: number;
  readonly orders: number;
  readonly seatsSold: number;
  /** Session-seconds of live shoppers over the whole sale. */
  readonly shoppingSeconds: number;
  /** Seconds from the opening to the last seat, null when seats are left at the end. */
  readonly soldOutSeconds: number | null;
  readonly saleSeconds: number;
  /** Mean length of a session. */
  readonly sessionSeconds: number;
  /** Sessions started per second while the target is held: L / W. */
  readonly admissionsPerSecond: number;
  readonly peak: {
    /** Places asked for per second at the busiest moment. */
    readonly mintsPerSecond: number;
    readonly waiting: number;
    readonly pollsPerSecond: number;
    /** At the start, when the shop is filled. */
    readonly sessionsPerSecond: number;
    readonly holdsPerSecond: number;
    readonly checkoutsPerSecond: number;
    readonly ordersPerSecond: number;
  };
}

/** Early arrivals thicken towards the opening by e within this share of the time. */
const EARLY_GROWTH = 1 / 3;

/** The tuner makes up for what is missing at this pace. */
const FILLING_SECONDS = 67;

/**
 * Shoppers per order that the seats left would fill. The tuner aims at 1.5, but runs after a number that falls while its decisions travel;
 * in the simulator that comes to this.
 */
const SHOPPERS_PER_ORDER = 2.4;

/** Who finds no seats looks again after this long. */
const LOOKING_SECONDS = 60;

/** Less than this of an order is nothing: the model knows no whole seats. */
const LAST_ORDER = 0.5;

/**
 * Expected load of a sale: a mean-field model in steps of a second, in which people arrive, wait, shop and pay as streams of a continuous
 * quantity. Sessions are started as Little's law asks (λ = L / W); near the end the number of shoppers shrinks with the seats, as the
 * tuner does it. The curve's dial does not enter: it decides who gets in, not how many.
 */
export function expectedDemand(input: DemandInput): Demand {
  const flow = new Flow(input);
  while (!flow.isOver) flow.second();
  return flow.demand();
}

/** A stay whose length varies as shoppers' do (coefficient of variation 1/2): four steps in a row, each left at the same rate. */
const STEPS = 4;

class Stay {
  readonly #rate: number;
  readonly #steps: number[] = Array.from({ length: STEPS }, () => 0);

  constructor(meanSeconds: number) {
    // A step cannot be left faster than the model's own second.
    this.#rate = Math.min(1, STEPS / meanSeconds);
  }

  get count(): number {
    return this.#steps.reduce((sum, here) => sum + here, 0);
  }

  enter(count: number): void {
    this.#steps[0] = (this.#steps[0] ?? 0) + count;
  }

  /** One second: answers how many leave. */
  pass(): number {
    let moving = 0;
    for (const [i, here] of this.#steps.entries()) {
      const leaving = here * this.#rate;
      this.#steps[i] = here + moving - leaving;
      moving = leaving;
    }
    return moving;
  }
}

class Flow {
  readonly #input: DemandInput;
  readonly #sessionSeconds: number;
  #at = 0;
  #waiting: number;
  readonly #choosing: Stay;
  readonly #holding: Stay;
  readonly #paying: Stay;
  readonly #looking = new Stay(LOOKING_SECONDS);
  #available: number;
  #sold = 0;
  #polls = 0;
  #sessions = 0;
  #holds = 0;
  #checkouts = 0;
  #orders = 0;
  #shopping = 0;
  readonly #peak = {
    mintsPerSecond: 0,
    waiting: 0,
    pollsPerSecond: 0,
    sessionsPerSecond: 0,
    holdsPerSecond: 0,
    checkoutsPerSecond: 0,
    ordersPerSecond: 0,
  };

  constructor(input: DemandInput) {
    const { people, seats, arrivals, choosingSeconds, payingSeconds, checkoutShare } = input;
    this.#input = input;
    this.#sessionSeconds = choosingSeconds + checkoutShare * payingSeconds;
    this.#choosing = new Stay(choosingSeconds / 2);
    this.#holding = new Stay(choosingSeconds / 2);
    this.#paying = new Stay(payingSeconds);
    this.#waiting = people * arrivals.earlyShare;
    this.#available = seats;
    const growth = Math.max(1, arrivals.earlySeconds * EARLY_GROWTH);
    const early = growth * -Math.expm1(-arrivals.earlySeconds / growth);
    this.#sees('mintsPerSecond', this.#waiting / Math.max(1, early));
    this.#sees('waiting', this.#waiting);
  }

  get isOver(): boolean {
    return this.#at >= this.#input.horizonSeconds || this.#isSoldOut;
  }

  get #isSoldOut(): boolean {
    return this.#available + this.#away < LAST_ORDER * this.#input.seatsPerOrder;
  }

  /** Seats held or being paid for. */
  get #away(): number {
    return (this.#holding.count + this.#paying.count) * this.#input.seatsPerOrder;
  }

  get #live(): number {
    return this.#choosing.count + this.#holding.count + this.#paying.count + this.#looking.count;
  }

  second(): void {
    this.#at += 1;
    this.#shop();
    this.#admit();
    this.#arrive();
    const polls = this.#waiting / this.#input.slotSeconds;
    this.#shopping += this.#live;
    this.#polls += polls;
    this.#sees('waiting', this.#waiting);
    this.#sees('pollsPerSecond', polls);
  }

  #shop(): void {
    const { seatsPerOrder, checkoutShare, paymentShare } = this.#input;
    const paid = this.#paying.pass();
    const leaving = this.#holding.pass();
    const wishing = this.#choosing.pass();
    const trying = this.#looking.pass();

    const orders = paid * paymentShare;
    this.#sold += orders * seatsPerOrder;
    this.#available += ((1 - checkoutShare) * leaving + (1 - paymentShare) * paid) * seatsPerOrder;

    const held = Math.min(wishing, this.#available / seatsPerOrder);
    const heldLate = Math.min(trying, this.#available / seatsPerOrder - held);
    this.#available -= (held + heldLate) * seatsPerOrder;
    this.#holding.enter(held);
    this.#looking.enter(wishing - held);
    this.#paying.enter(leaving * checkoutShare + heldLate);
    this.#holds += held + heldLate;
    this.#checkouts += leaving * checkoutShare + heldLate;
    this.#orders += orders;
    this.#sees('holdsPerSecond', held + heldLate);
    this.#sees('checkoutsPerSecond', leaving * checkoutShare + heldLate);
    this.#sees('ordersPerSecond', orders);
  }

  #admit(): void {
    const { target, seatsPerOrder, checkoutShare, paymentShare, showUp } = this.#input;
    if (this.#available < LAST_ORDER * seatsPerOrder) return;
    const attainable = this.#available + (1 - checkoutShare * paymentShare) * this.#away;
    const wanted = Math.min(target, Math.max(1, (SHOPPERS_PER_ORDER * attainable) / seatsPerOrder));
    const live = this.#live;
    const missing = Math.max(0, wanted - live);
    const asMany = Math.min(missing, missing / FILLING_SECONDS + live / this.#sessionSeconds);
    const started = Math.min(asMany, this.#waiting * showUp);
    this.#waiting -= started / showUp;
    this.#choosing.enter(started);
    this.#sessions += started;
    this.#sees('sessionsPerSecond', started);
  }

  #arrive(): void {
    const { people, arrivals } = this.#input;
    const late = people * (1 - arrivals.earlyShare);
    const came = (t: number) => 1 - 2 ** (-t / arrivals.halfLifeSeconds);
    const arriving = late * (came(this.#at) - came(this.#at - 1));
    this.#waiting += arriving;
    this.#sees('mintsPerSecond', arriving);
  }

  #sees(what: keyof Demand['peak'], value: number): void {
    this.#peak[what] = Math.max(this.#peak[what], value);
  }

  demand(): Demand {
    return {
      mints: this.#input.people,
      polls: this.#polls,
      sessions: this.#sessions,
      holds: this.#holds,
      checkouts: this.#checkouts,
      orders: this.#orders,
      seatsSold: this.#sold,
      shoppingSeconds: this.#shopping,
      soldOutSeconds: this.#isSoldOut ? this.#at : null,
      saleSeconds: this.#at,
      sessionSeconds: this.#sessionSeconds,
      admissionsPerSecond: this.#input.target / this.#sessionSeconds,
      peak: { ...this.#peak },
    };
  }
}
