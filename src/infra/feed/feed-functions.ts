import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { invariant } from '../../core/errors/index.ts';
import type {
  ExpirySettings,
  MapQueueSettings,
  OutboundSettings,
  StreamSettings,
} from '../../service/lambda/index.ts';
import { type JobParts, mayRead, mayReadSecrets, TixFunction } from '../functions/index.ts';
import { CONSUMER_SECONDS, type FeedQueues } from './queues.ts';

const STREAM_BATCH = 500;
/** As many messages as SQS gives without waiting for more. */
const QUEUE_BATCH = 10;
/** Batches of one shard at the same time; changes of one seat stay in order. */
const STREAM_PARALLEL = 10;
/** A stream forgets after a day; what cannot be carried for so long is put aside, and maps are reloaded by age anyway. */
const STREAM_AGE_MINUTES_MAX = 60;
const STREAM_RETRIES = 100;

/** Streams of both tables → queues → the shared cache, the CDN and the outside. */
export class FeedFunctions extends Construct {
  readonly stream: TixFunction;
  readonly mapQueue: TixFunction;
  readonly outboundQueue: TixFunction;
  readonly expiryQueue: TixFunction;

  constructor(scope: Construct, parts: JobParts, queues: FeedQueues) {
    super(scope, 'FeedFunctions');
    const { deployment, code, tables, secrets, network, cache, distribution } = parts;
    const common = { deployment, code };

    this.stream = new TixFunction(this, 'Stream', {
      ...common,
      name: 'stream',
      entry: 'stream',
      settings: {
        mapQueue: queues.maps.queueUrl,
        outboundQueue: queues.outbound.queueUrl,
      } satisfies StreamSettings,
      memoryMb: 512,
      timeoutSeconds: 30,
    });
    maySend(this.stream, queues.maps, queues.outbound, queues.dead);
    for (const table of [tables.seats, tables.reservations]) this.#follow(table, queues.dead);

    this.mapQueue = new TixFunction(this, 'MapQueue', {
      ...common,
      name: 'map-queue',
      entry: 'map-queue',
      settings: {
        cache: { host: cache.host, port: cache.port, secret: secrets.cache.secretArn },
      } satisfies MapQueueSettings,
      memoryMb: 512,
      timeoutSeconds: CONSUMER_SECONDS.maps,
      inside: { vpc: network.vpc, group: network.functions },
    });
    mayReadSecrets(this.mapQueue, secrets.cache.secretArn);
    consume(this.mapQueue, queues.maps, deployment.concurrency.mapQueue);

    this.outboundQueue = new TixFunction(this, 'OutboundQueue', {
      ...common,
      name: 'outbound-queue',
      entry: 'outbound-queue',
      settings: {
        bus: queues.bus.eventBusName,
        expiryQueue: queues.expiry.queueUrl,
        distributionId: distribution.id,
      } satisfies OutboundSettings,
      memoryMb: 512,
      timeoutSeconds: CONSUMER_SECONDS.outbound,
    });
    this.outboundQueue.allow(['events:PutEvents'], [queues.bus.eventBusArn]);
    this.outboundQueue.allow(['cloudfront:CreateInvalidation'], [distribution.arn]);
    maySend(this.outboundQueue, queues.expiry);
    consume(this.outboundQueue, queues.outbound, deployment.concurrency.outboundQueue);

    this.expiryQueue = new TixFunction(this, 'ExpiryQueue', {
      ...common,
      name: 'expiry-queue',
      entry: 'expiry-queue',
      settings: {
        tablePrefix: tables.prefix,
        bus: queues.bus.eventBusName,
        expiryQueue: queues.expiry.queueUrl,
      } satisfies ExpirySettings,
      memoryMb: 512,
      timeoutSeconds: CONSUMER_SECONDS.expiry,
    });
    mayRead(this.expiryQueue, tables.reservations);
    this.expiryQueue.allow(['events:PutEvents'], [queues.bus.eventBusArn]);
    maySend(this.expiryQueue, queues.expiry);
    consume(this.expiryQueue, queues.expiry, deployment.concurrency.expiryQueue);
  }

  #follow(table: TableV2, dead: Queue): void {
    const { tableStreamArn } = table;
    invariant(tableStreamArn !== undefined, 'both tables have a stream');
    this.stream.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      [tableStreamArn],
    );
    new EventSourceMapping(this, `${table.node.id}Stream`, {
      target: this.stream as IFunction,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: STREAM_BATCH,
      parallelizationFactor: STREAM_PARALLEL,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: STREAM_RETRIES,
      maxRecordAge: Duration.minutes(STREAM_AGE_MINUTES_MAX),
      onFailure: new SqsDlq(dead as IQueue),
    });
  }
}

function maySend(sender: TixFunction, ...queues: readonly Queue[]): void {
  sender.allow(
    ['sqs:SendMessage'],
    queues.map(({ queueArn }) => queueArn),
  );
}

/** Only the messages that failed come again. The consumer takes as many batches at a time as `atOnce`, which is what it may have of the account. */
function consume(consumer: TixFunction, queue: Queue, atOnce: number): void {
  consumer.addEventSource(
    new SqsEventSource(queue, {
      batchSize: QUEUE_BATCH,
      reportBatchItemFailures: true,
      maxConcurrency: atOnce,
    }),
  );
}
