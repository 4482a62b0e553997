import {
  type AbuseRule,
  type Flag,
  firedRule,
  raisedFlag,
  type Signal,
  type SignalCount,
} from '../../core/abuse/index.ts';
import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';
import { type Clock, type Random, type SignalStore, SignalsUnavailableError } from '../ports/index.ts';
import { networkName } from './network-name.ts';

/** What a request that reached the service showed of its sender. */
export interface Sighting {
  readonly eventId: string;
  readonly sub: string;
  /** As the edge saw it. */
  readonly address: string | undefined;
  /** What was wrong with it, and the share (0 to 1] of such requests that reach the service. */
  readonly signals: readonly { readonly signal: Signal; readonly share: number }[];
}

/** Watches what buyers do and remembers who stands on which step. */
export interface Ladder {
  /** Counts what was seen, raises a flag when a rule fires, and answers the flag in force. */
  sighted(sighting: Sighting): Promise<Flag | undefined>;
  flagOf(eventId: string, sub: string): Promise<Flag | undefined>;
  /** The human check was passed. */
  passed(flag: Flag): Promise<void>;
}

export interface LadderOptions {
  readonly signals: SignalStore;
  readonly rules: readonly AbuseRule[];
  readonly clock: Clock;
  readonly random: Random;
  readonly hashing: Hashing;
  /** Names networks; see `networkName`. */
  readonly networkKey: Uint8Array;
  /** Told of every flag that is new or graver than before. */
  raised(flag: Flag): void;
  /** Told when signals cannot be reached; the sale goes on without. */
  unavailable(error: SignalsUnavailableError): void;
}

const REFERENCE_BYTES = 9;

export function createLadder(options: LadderOptions): Ladder {
  const { signals, rules, clock, random, hashing, networkKey } = options;
  const windowsOf = (signal: Signal) => [
    ...new Set(rules.filter((rule) => rule.signal === signal).map((rule) => rule.windowSeconds)),
  ];

  /** The rule that fires on this signal, after it was counted once in each of its windows. */
  async function firing(
    signal: Signal,
    share: number,
    count: (windowSeconds: number) => Promise<number>,
  ): Promise<AbuseRule | undefined> {
    const counts = new Map<number, SignalCount>();
    for (const windowSeconds of windowsOf(signal))
      counts.set(windowSeconds, { seen: await count(windowSeconds), share });
    return firedRule(rules, signal, (rule) => counts.get(rule.windowSeconds) ?? { seen: 0, share });
  }

  async function rulesFired({ eventId, sub, address, signals: seen }: Sighting): Promise<AbuseRule[]> {
    const nowMs = clock.nowMs();
    const network = networkName(hashing, networkKey, address, nowMs);
    const own = seen.map(({ signal, share }) =>
      firing(signal, share, (seconds) => signals.count(`${eventId}:${signal}:${sub}`, seconds, nowMs)),
    );
    const ofNetwork = [
      firing('manyNetworks', 1, (seconds) =>
        signals.countDistinct(`${eventId}:manyNetworks:${sub}`, network ?? '', seconds, nowMs),
      ),
      firing('crowdedNetwork', 1, (seconds) =>
        signals.countDistinct(`${eventId}:crowdedNetwork:${network}`, sub, seconds, nowMs),
      ),
    ];
    const fired = await Promise.all(network === undefined ? own : [...own, ...ofNetwork]);
    return fired.filter((rule) => rule !== undefined);
  }

  /** Nobody is flagged while the signals cannot be reached. */
  async function whenReachable<T>(task: () => Promise<T>): Promise<T | undefined> {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof SignalsUnavailableError)) throw error;
      options.unavailable(error);
      return undefined;
    }
  }

  async function flagOf(eventId: string, sub: string): Promise<Flag | undefined> {
    return whenReachable(() => signals.flagOf(eventId, sub, clock.nowMs()));
  }

  return {
    flagOf,
    sighted: (sighting) =>
      whenReachable(async () => {
        const { eventId, sub } = sighting;
        const nowMs = clock.nowMs();
        const [before, fired] = await Promise.all([
          signals.flagOf(eventId, sub, nowMs),
          rulesFired(sighting),
        ]);
        let flag = before;
        for (const rule of fired) {
          const reference = toBase64Url(random.bytes(REFERENCE_BYTES));
          flag = raisedFlag(flag, rule, { eventId, sub, reference, now: Math.floor(nowMs / 1000) });
        }
        if (flag !== undefined && flag !== before) {
          await signals.putFlag(flag, nowMs);
          if (before === undefined || flag.level > before.level) options.raised(flag);
        }
        return flag;
      }),
    async passed(flag) {
      await whenReachable(() => signals.putFlag({ ...flag, isHuman: true }, clock.nowMs()));
    },
  };
}
