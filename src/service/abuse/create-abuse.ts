import type { Logger } from 'pino';
import type { AbuseRule, Flag } from '../../core/abuse/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import type { Clock, HumanCheck, Random, SignalStore } from '../ports/index.ts';
import { createLadder, type Ladder } from './ladder.ts';

/** What watching for abuse needs from outside. */
export interface AbuseParts {
  readonly signals: SignalStore;
  readonly rules: readonly AbuseRule[];
  readonly humanCheck: HumanCheck;
  /** Told of every flag that is new or graver than before. */
  raised?(flag: Flag): void;
}

/** The ladder and the check of one service. */
export function createAbuse(
  { signals, rules, humanCheck, raised }: AbuseParts,
  parts: { clock: Clock; random: Random; hashing: Hashing; log: Logger; subKey: Uint8Array },
): { readonly ladder: Ladder; readonly humanCheck: HumanCheck } {
  const { log, hashing, subKey } = parts;
  const ladder = createLadder({
    ...parts,
    signals,
    rules,
    networkKey: hashing.hmacSha256(subKey, 'networks'),
    raised(flag) {
      const { eventId, level, signal, reference, until } = flag;
      log.info({ eventId, level, signal, reference, until }, 'flag raised');
      raised?.(flag);
    },
    unavailable: (error) => log.warn({ reason: error.message }, 'nobody is watched for abuse'),
  });
  return { ladder, humanCheck };
}
