import type { Logger } from 'pino';
import type { Hashing } from '../core/crypto/index.ts';
import type { Ladder } from './abuse/index.ts';
import type { IdentityExchange } from './auth/index.ts';
import type { EventCatalogue } from './events/index.ts';
import type { JournalWriter } from './journal/index.ts';
import type { EventBodies, MapMeasures, SeatMaps } from './maps/index.ts';
import type { RequestMeasures } from './measures/index.ts';
import type { Reconciler } from './payments/index.ts';
import type { Places } from './places/index.ts';
import type { Clock, HumanCheck, PaymentProvider, Random, ReservationStore } from './ports/index.ts';
import type { SaleBook } from './sale/index.ts';
import type { ServiceSecrets } from './secrets/index.ts';

/** All that a use case may touch. Built once by the composition; tests build one with adapters of their own. */
export interface ServiceContext {
  readonly store: ReservationStore;
  readonly maps: SeatMaps;
  readonly eventBodies: EventBodies;
  readonly mapMeasures: MapMeasures;
  readonly requestMeasures: RequestMeasures;
  readonly places: Places;
  readonly events: EventCatalogue;
  readonly saleBook: SaleBook;
  readonly journal: JournalWriter;
  readonly ladder: Ladder;
  readonly humanCheck: HumanCheck;
  readonly provider: PaymentProvider;
  readonly reconciler: Reconciler;
  readonly clock: Clock;
  readonly random: Random;
  readonly hashing: Hashing;
  readonly secrets: ServiceSecrets;
  /** Undefined when no identity provider is configured: then only `--dev-login` signs in. */
  readonly identity: IdentityExchange | undefined;
  readonly log: Logger;
  /** Tells the change feed that something was committed just now; returns at once. */
  changed(): void;
  /** Resolves when this process's seat maps know everything committed so far. */
  caughtUp(): Promise<void>;
}
