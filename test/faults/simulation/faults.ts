import { type Chance, chance } from './chance.ts';

/** What becomes of one call of a port, or one message between a buyer and the shop. */
const CALL_MISHAPS = ['refused', 'answerLost', 'slow'] as const;
const MESSAGE_MISHAPS = ['lost', 'answerLost', 'twice', 'late', 'lateTwice'] as const;
const WEBHOOK_MISHAPS = ['lost', 'twice', 'late'] as const;

export type CallMishap = (typeof CALL_MISHAPS)[number];
export type MessageMishap = (typeof MESSAGE_MISHAPS)[number];
export type WebhookMishap = (typeof WEBHOOK_MISHAPS)[number];

/**
 * One thing that goes wrong, tied to a moment (ms after the sale's start) and a place rather than to a count of steps, so that it still
 * means the same when other faults or buyers are taken away.
 */
export type Fault =
  /** The server loses its memory and what it was doing; the store keeps what was committed. */
  | { readonly kind: 'crash'; readonly atMs: number; readonly server: number; readonly downMs: number }
  /** From now on the server's clock is off by this much. */
  | { readonly kind: 'skew'; readonly atMs: number; readonly server: number; readonly byMs: number }
  /** The store refuses this share of its calls before doing anything. */
  | { readonly kind: 'throttling'; readonly atMs: number; readonly forMs: number; readonly share: number }
  | { readonly kind: 'cacheGone'; readonly atMs: number; readonly forMs: number }
  | { readonly kind: 'providerDown'; readonly atMs: number; readonly forMs: number }
  /** The server's next call to its store or its provider. `answerLost`: it took effect, and nobody is told. */
  | { readonly kind: 'call'; readonly atMs: number; readonly server: number; readonly mishap: CallMishap }
  /** The buyer's next message. */
  | {
      readonly kind: 'message';
      readonly atMs: number;
      readonly buyer: number;
      readonly mishap: MessageMishap;
    }
  /** The provider's next webhook. */
  | { readonly kind: 'webhook'; readonly atMs: number; readonly mishap: WebhookMishap };

export interface FaultPlanOptions {
  readonly seed: number;
  readonly servers: number;
  readonly buyers: number;
  /** Faults begin within this time. */
  readonly spanMs: number;
}

/** Everything that will go wrong in one sale, in order of time. Some sales have honest clocks, some have few faults. */
export function faultPlan({ seed, servers, buyers, spanMs }: FaultPlanOptions): Fault[] {
  const draw = chance(seed, 'faults');
  const clocksAgree = draw.happens(0.4);
  const density = draw.pick([0.2, 1, 1, 2]);
  const kinds: [perSale: number, make: (atMs: number) => Fault][] = [
    [6, (atMs) => ({ kind: 'crash', atMs, server: draw.below(servers), downMs: draw.between(200, 20_000) })],
    [clocksAgree ? 0 : 4, (atMs) => ({ kind: 'skew', atMs, server: draw.below(servers), byMs: skew(draw) })],
    [
      2,
      (atMs) => ({ kind: 'throttling', atMs, forMs: draw.between(500, 8_000), share: draw.between(0.2, 1) }),
    ],
    [2, (atMs) => ({ kind: 'cacheGone', atMs, forMs: draw.between(1_000, 40_000) })],
    [2, (atMs) => ({ kind: 'providerDown', atMs, forMs: draw.between(1_000, 80_000) })],
    [24, (atMs) => ({ kind: 'call', atMs, server: draw.below(servers), mishap: draw.pick(CALL_MISHAPS) })],
    [
      80,
      (atMs) => ({ kind: 'message', atMs, buyer: draw.below(buyers), mishap: draw.pick(MESSAGE_MISHAPS) }),
    ],
    [20, (atMs) => ({ kind: 'webhook', atMs, mishap: draw.pick(WEBHOOK_MISHAPS) })],
  ];
  return kinds
    .flatMap(([perSale, make]) =>
      Array.from({ length: Math.round(perSale * density) }, () => make(Math.round(draw.between(0, spanMs)))),
    )
    .sort((a, b) => a.atMs - b.atMs);
}

function skew(draw: Chance): number {
  return Math.round(draw.pick([draw.between(-500, 500), draw.between(-20_000, 20_000)]));
}

/** A mishap that found nothing to spoil for this long is over. */
const MISSED_AFTER_MS = 10_000;

/** The faults of one sale while it runs: which are due, and which hold at present. */
export class FaultBook {
  readonly #waiting: Fault[];
  readonly #nowMs: () => number;

  /** `nowMs` answers the time since the sale's start. */
  constructor(faults: readonly Fault[], nowMs: () => number) {
    this.#waiting = [...faults];
    this.#nowMs = nowMs;
  }

  /** The mishap of this server's next call, if one is due; it is used up. */
  ofCall(server: number): CallMishap | undefined {
    return this.#take('call', (fault) => fault.server === server)?.mishap;
  }

  ofMessage(buyer: number): MessageMishap | undefined {
    return this.#take('message', (fault) => fault.buyer === buyer)?.mishap;
  }

  ofWebhook(): WebhookMishap | undefined {
    return this.#take('webhook', () => true)?.mishap;
  }

  isHolding(kind: 'cacheGone' | 'providerDown'): boolean {
    return this.#waiting.some((fault) => fault.kind === kind && this.#holds(fault));
  }

  /** Share of the store's calls that are refused at present. */
  get throttled(): number {
    const shares = this.#waiting.map((fault) =>
      fault.kind === 'throttling' && this.#holds(fault) ? fault.share : 0,
    );
    return Math.max(0, ...shares);
  }

  /** Nothing goes wrong any more. */
  end(): void {
    this.#waiting.length = 0;
  }

  #holds(fault: { readonly atMs: number; readonly forMs: number }): boolean {
    const nowMs = this.#nowMs();
    return fault.atMs <= nowMs && nowMs < fault.atMs + fault.forMs;
  }

  #take<Kind extends Fault['kind']>(
    kind: Kind,
    concerns: (fault: Extract<Fault, { kind: Kind }>) => boolean,
  ): Extract<Fault, { kind: Kind }> | undefined {
    const nowMs = this.#nowMs();
    for (const [index, fault] of this.#waiting.entries()) {
      if (fault.atMs > nowMs) return undefined;
      if (!isOf(kind, fault) || !concerns(fault) || fault.atMs + MISSED_AFTER_MS < nowMs) continue;
      this.#waiting.splice(index, 1);
      return fault;
    }
    return undefined;
  }
}

function isOf<Kind extends Fault['kind']>(kind: Kind, fault: Fault): fault is Extract<Fault, { kind: Kind }> {
  return fault.kind === kind;
}
