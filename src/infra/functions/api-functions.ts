import type { Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ApiSettings, PaymentSettings } from '../../service/lambda/index.ts';
import type { Deployment } from '../config/index.ts';
import type { Tables } from '../data/index.ts';
import type { Network, SharedCache } from '../network/index.ts';
import type { DeploymentSecrets } from '../secrets/index.ts';
import { mayKeepItems, mayRead, mayReadAndWrite, mayReadSecrets } from './rights.ts';
import { TixFunction } from './tix-function.ts';

export interface FunctionParts {
  readonly deployment: Deployment;
  readonly code: Code;
  readonly tables: Tables;
  readonly secrets: DeploymentSecrets;
  readonly network: Network;
  readonly cache: SharedCache;
  readonly keyValueStoreArn: string;
  /** The site as buyers reach it, without a slash at the end. */
  readonly siteUrl: string;
}

/** How long the CDN keeps an event's own data; it is told when they change. */
const CDN_TTL_SECONDS = 3_600;
/** Well above the five seconds that a command may go on with conflicts, well below the 30 that API Gateway waits. */
const TIMEOUT_SECONDS = 12;
/** With the memory comes the processor: one at 1,769 MB. */
const MEMORY_MB = 1_024;
const MAPS_MEMORY_MB = 1_769;

/**
 * The API in five functions, so that a crowd at one cannot take the environments of another, and each may do and reach only what its
 * routes need. All run the same app.
 */
export class ApiFunctions extends Construct {
  /** The stateful twins of the edge's queue functions. */
  readonly queue: TixFunction;
  /** Sessions' holds, releases and auto-holds. */
  readonly holds: TixFunction;
  /** Seat maps, for the CDN. */
  readonly maps: TixFunction;
  /** Everything else: signing in, events, sessions, checkout. */
  readonly shop: TixFunction;
  /** News from the payment provider. */
  readonly webhooks: TixFunction;

  constructor(scope: Construct, parts: FunctionParts) {
    super(scope, 'Api');
    const { deployment, tables, secrets, network, cache, keyValueStoreArn } = parts;
    const { seats, reservations, edgeCopies } = tables;
    const { concurrency } = deployment;
    const common: ApiSettings = {
      tablePrefix: tables.prefix,
      publicUrl: parts.siteUrl,
      rootSecret: secrets.root.secretArn,
      originSecret: secrets.origin.secretArn,
      devLogin: deployment.devLogin,
      cdnTtlSeconds: CDN_TTL_SECONDS,
      ...(deployment.identity === null ? {} : { identity: deployment.identity }),
    };
    const records = { keyValueStore: { arn: keyValueStoreArn, copiesTable: edgeCopies.tableName } };
    const shared = { cache: { host: cache.host, port: cache.port, secret: secrets.cache.secretArn } };
    const payments = { payments: paymentSettings(parts) };
    const inside = { vpc: network.vpc, group: network.functions };

    const make = (
      id: string,
      name: string,
      reserved: number,
      own: Partial<ApiSettings>,
      more: { memoryMb?: number; inside?: typeof inside } = {},
    ) =>
      new TixFunction(this, id, {
        deployment,
        name,
        entry: 'api',
        code: parts.code,
        settings: { ...common, ...own },
        memoryMb: MEMORY_MB,
        timeoutSeconds: TIMEOUT_SECONDS,
        reserved,
        ...more,
      });

    this.queue = make('Queue', 'queue', concurrency.queue, records);
    this.holds = make('Holds', 'holds', concurrency.holds, shared, { inside });
    this.maps = make('Maps', 'maps', concurrency.maps, shared, { inside, memoryMb: MAPS_MEMORY_MB });
    this.shop = make('Shop', 'shop', concurrency.shop, { ...records, ...payments });
    this.webhooks = make('Webhooks', 'webhooks', concurrency.webhooks, payments);

    const always = [secrets.root.secretArn, secrets.origin.secretArn];
    mayReadSecrets(this.queue, ...always);
    mayReadAndWrite(this.queue, reservations);
    for (const reader of [this.holds, this.maps]) mayReadSecrets(reader, ...always, secrets.cache.secretArn);
    mayReadAndWrite(this.holds, seats, reservations);
    mayRead(this.maps, seats, reservations);
    for (const seller of [this.shop, this.webhooks]) {
      mayReadSecrets(seller, ...always);
      mayReadAndWrite(seller, seats, reservations);
      mayPay(seller, parts);
    }
    for (const reader of [this.queue, this.shop]) {
      mayKeepItems(reader, edgeCopies);
      reader.allow(
        ['cloudfront-keyvaluestore:GetKey', 'cloudfront-keyvaluestore:DescribeKeyValueStore'],
        [keyValueStoreArn],
      );
    }
  }

  get all(): readonly TixFunction[] {
    return [this.queue, this.holds, this.maps, this.shop, this.webhooks];
  }
}

export function paymentSettings({ deployment, tables }: FunctionParts): PaymentSettings {
  const { payments } = deployment;
  return payments.kind === 'gateway'
    ? { kind: 'gateway', url: payments.url, secret: payments.secretArn }
    : { kind: 'rehearsal', table: tables.rehearsalBooks?.tableName ?? '' };
}

/** What speaking to the payment provider needs. */
export function mayPay(payer: TixFunction, { tables, secrets }: FunctionParts): void {
  if (secrets.gateway !== undefined) mayReadSecrets(payer, secrets.gateway.secretArn);
  if (tables.rehearsalBooks !== undefined) mayKeepItems(payer, tables.rehearsalBooks);
}
