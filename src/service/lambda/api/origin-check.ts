import { equalConstantTime } from '../../../core/crypto/index.ts';
import type { Clock } from '../../ports/index.ts';
import type { SecretReader, Stage } from '../secrets/index.ts';

/** While a secret is rotated, edge locations change over one by one: every stage may be met. */
const STAGES: readonly Stage[] = ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'];
/** A value that is not known may be a new one; but guesses must not become requests to Secrets Manager. */
const REREAD_MS_MIN = 5_000;
/** Values that were rotated out are forgotten after this long. */
const KEPT_MS = 600_000;

export interface OriginCheck {
  /**
   * Whether a request with this value of the header came through the CDN.
   *
   * @throws Error when the accepted values cannot be read and none is known.
   */
  accepts(value: string | undefined): Promise<boolean>;
}

export function createOriginCheck(options: {
  read: SecretReader;
  secret: string;
  clock: Clock;
}): OriginCheck {
  const { read, secret, clock } = options;
  let known: readonly string[] = [];
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const isKnown = (value: string) => known.some((accepted) => equalConstantTime(accepted, value));

  async function reread(): Promise<void> {
    try {
      const values = await Promise.all(STAGES.map((stage) => read(secret, stage)));
      known = values.filter((value) => value !== undefined && value !== '') as string[];
      readAtMs = clock.nowMs();
    } catch (error) {
      if (known.length === 0) throw error;
      readAtMs = clock.nowMs();
    } finally {
      reading = undefined;
    }
  }

  return {
    async accepts(value) {
      if (value === undefined || value === '') return false;
      const ageMs = clock.nowMs() - readAtMs;
      if (ageMs < KEPT_MS && isKnown(value)) return true;
      if (ageMs < REREAD_MS_MIN) return false;
      reading ??= reread();
      await reading;
      return isKnown(value);
    },
  };
}
