import type { EventRecord } from '../../core/reservation/index.ts';
import type { KeyValueStore, ReservationStore } from '../../service/ports/index.ts';
import type { ServiceSecrets } from '../../service/secrets/index.ts';
import type { Context } from '../framework/index.ts';

/** What is examined; parts that were not named or could not be opened are undefined. */
export interface Patient {
  readonly ctx: Context;
  readonly eventId: string;
  readonly storeUrl: string;
  readonly store: ReservationStore | undefined;
  readonly event: EventRecord | undefined;
  readonly kvsUrl: string;
  readonly kvs: KeyValueStore | undefined;
  readonly secrets: ServiceSecrets | undefined;
  readonly secretsFile: string;
  /** The site as buyers reach it, without a slash at the end. */
  readonly url: string | undefined;
  readonly cacheUrl: string | undefined;
  /** The lead with which changes will be published. */
  readonly leadSeconds: number;
  /** Write units per second that the tables should be warm for; 0 asks for nothing. */
  readonly writeUnits: number;
}
