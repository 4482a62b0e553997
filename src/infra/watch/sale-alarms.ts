import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { ROUTES, type SaleApi } from '../api/index.ts';
import type { Deployment } from '../config/index.ts';
import type { Tables } from '../data/index.ts';
import type { FeedFunctions, FeedQueues } from '../feed/index.ts';
import type { ApiFunctions, JobFunctions } from '../functions/index.ts';
import type { SharedCache } from '../network/index.ts';
import { Alarms } from './alarm.ts';
import { measured, metric, shareOf } from './metrics.ts';

export interface WatchedSale {
  readonly api: SaleApi;
  readonly functions: ApiFunctions;
  readonly jobs: JobFunctions;
  readonly feed: FeedFunctions;
  readonly queues: FeedQueues;
  readonly tables: Tables;
  readonly cache: SharedCache;
}

/** 99.99 %: one request in ten thousand may fail. */
const FAILURES_MAX = 0.0001;
/** Below this many requests in five minutes one failure would already be more than that. */
const REQUESTS_MIN = 10_000;
const HOLD_MS_MAX = 2_000;
const CACHED_MS_MAX = 50;
/** What the CDN waits for a map from the shared cache, on its way to all who ask. */
const MAP_MS_MAX = 50;

/** What the Region of the sale is watched for. The first three are the promises of docs/deploy.md; the others tell why they are in danger. */
export function watchSale(scope: Construct, deployment: Deployment, sale: WatchedSale): Alarms {
  const alarms = new Alarms(scope, deployment);
  watchPromises(alarms, sale);
  watchFunctions(alarms, deployment, sale);
  watchFeed(alarms, sale);
  watchMoney(alarms, sale);
  for (const table of [sale.tables.seats, sale.tables.reservations]) watchTable(alarms, table);
  watchCache(alarms, sale);
  return alarms;
}

export function apiMetric(
  { api, stage }: SaleApi,
  name: string,
  statistic?: string,
  route?: { method: string; path: string },
) {
  const place = route === undefined ? {} : { Method: route.method, Resource: route.path };
  return metric('AWS/ApiGateway', name, { ApiId: api.apiId, Stage: stage.stageName, ...place }, statistic);
}

function watchPromises(alarms: Alarms, { api, jobs }: WatchedSale): void {
  alarms.watch({
    id: 'slo-reservation',
    says: 'More than one request in 10,000 to the API fails. See which function on the dashboard; pause the sale when it is the tables.',
    metric: shareOf(apiMetric(api, '5xx'), apiMetric(api, 'Count'), REQUESTS_MIN, 'API failures'),
    above: FAILURES_MAX,
  });
  const holds = ROUTES.filter(({ owner }) => owner === 'holds');
  for (const route of holds)
    alarms.watch({
      id: `slo-hold-${route.path.split('/').at(-1)}`,
      says: 'One hold in a hundred takes longer than two seconds. Look for throttled tables and busy functions; let fewer people in.',
      metric: apiMetric(api, 'Latency', Stats.percentile(99), route),
      above: HOLD_MS_MAX,
      periods: 3,
      of: 5,
    });
  const probed = (name: string, statistic?: string) => measured(jobs.probe.functionName, name, statistic);
  alarms.watch({
    id: 'slo-queue',
    says: 'A buyer who asks for a place gets none, though the edge answers: it cannot read the sale record or the keys. Nobody loses a place by it; write the records again.',
    metric: probed('QueueFailures'),
    above: 0,
    periods: 2,
    of: 3,
  });
  alarms.watch({
    id: 'slo-cached-read',
    says: 'A cached seat map takes longer than 50 ms, or cannot be had, seen from this Region.',
    metric: probed('CachedReadTime', Stats.percentile(50)),
    above: CACHED_MS_MAX,
    periods: 3,
    of: 5,
  });
  const packed = ROUTES.find(({ path }) => path.endsWith('/sections/{sectionId}/seats/packed'));
  if (packed !== undefined)
    alarms.watch({
      id: 'slo-map-origin',
      says: 'The CDN waits longer than 50 ms for half of the seat maps it asks for. Look at the shared cache.',
      metric: apiMetric(api, 'IntegrationLatency', Stats.percentile(50), packed),
      above: MAP_MS_MAX,
      periods: 3,
      of: 5,
    });
}

function watchFunctions(
  alarms: Alarms,
  deployment: Deployment,
  { functions, jobs, feed }: WatchedSale,
): void {
  for (const owner of ['queue', 'holds', 'maps', 'shop', 'webhooks'] as const) {
    const watched = functions[owner];
    alarms.watch({
      id: `${owner}-full`,
      says: `${owner} uses more than four fifths of its environments. Let fewer people in, or reserve more for it.`,
      metric: metric(
        'AWS/Lambda',
        'ConcurrentExecutions',
        { FunctionName: watched.functionName },
        Stats.MAXIMUM,
      ),
      above: 0.8 * deployment.concurrency[owner],
      periods: 3,
    });
    alarms.watch({
      id: `${owner}-throttled`,
      says: `Requests to ${owner} are turned away: all its environments are busy.`,
      metric: metric('AWS/Lambda', 'Throttles', { FunctionName: watched.functionName }),
      above: 0,
      periods: 2,
      of: 5,
    });
  }
  const others = { ...functions, ...jobs, ...feed };
  for (const id of [
    'reconciler',
    'evidence',
    'probe',
    'makeSale',
    'rotateOrigin',
    'stream',
    'mapQueue',
    'outboundQueue',
    'expiryQueue',
  ] as const) {
    const kebab = id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    alarms.watch({
      id: `${kebab}-fails`,
      says: `${kebab} fails. Its log says why; what it could not do comes again or is in the dead-letter queue.`,
      metric: metric('AWS/Lambda', 'Errors', { FunctionName: others[id].functionName }),
      above: 0,
      periods: 3,
      of: 5,
    });
  }
}

function watchFeed(alarms: Alarms, { feed, queues }: WatchedSale): void {
  alarms.watch({
    id: 'stream-late',
    says: 'Changes leave the tables more than five seconds late: seat maps age. See the log of stream.',
    metric: metric('AWS/Lambda', 'IteratorAge', { FunctionName: feed.stream.functionName }, Stats.MAXIMUM),
    above: 5_000,
    periods: 3,
  });
  for (const id of ['maps', 'outbound'] as const)
    alarms.watch({
      id: `${id}-queue-late`,
      says: `The oldest message of the ${id} queue is more than ten seconds old. See the log of ${id === 'maps' ? 'map-queue' : 'outbound-queue'}.`,
      metric: metric(
        'AWS/SQS',
        'ApproximateAgeOfOldestMessage',
        { QueueName: queues[id].queueName },
        Stats.MAXIMUM,
      ),
      above: 10,
      periods: 3,
    });
  alarms.watch({
    id: 'dead-letters',
    says: 'Somebody must look: messages that could not be dealt with lie in the dead-letter queue. Put right what failed, then redrive.',
    metric: metric(
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
      { QueueName: queues.dead.queueName },
      Stats.MAXIMUM,
    ),
    above: 0,
  });
}

function watchMoney(alarms: Alarms, { jobs }: WatchedSale): void {
  const { functionName } = jobs.reconciler;
  alarms.watch({
    id: 'reconciler-silent',
    says: 'Nobody has asked about overdue payments for three minutes. Money may be owed; start the reconciler by hand.',
    metric: metric('AWS/Lambda', 'Invocations', { FunctionName: functionName }),
    below: 1,
    periods: 3,
  });
  alarms.watch({
    id: 'payments-overdue',
    says: 'Every turn of the reconciler finds more overdue payments than it can look at: the payment provider is slow or away.',
    metric: measured(functionName, 'PaymentsLookedAt', Stats.MAXIMUM),
    above: 499,
    periods: 3,
  });
}

function watchTable(alarms: Alarms, table: TableV2): void {
  const id = table.node.id.toLowerCase();
  for (const kind of ['Read', 'Write'] as const)
    alarms.watch({
      id: `${id}-${kind.toLowerCase()}-throttled`,
      says: `DynamoDB turns away ${kind.toLowerCase()}s of ${id}: raise its warm throughput, or let fewer people in.`,
      metric: metric('AWS/DynamoDB', `${kind}ThrottleEvents`, { TableName: table.tableName }),
      above: 10,
      periods: 2,
      of: 5,
    });
  alarms.watch({
    id: `${id}-broken`,
    says: `DynamoDB itself fails for ${id}. Pause the sale; see the AWS health page.`,
    metric: metric('AWS/DynamoDB', 'SystemErrors', { TableName: table.tableName }),
    above: 10,
    periods: 2,
    of: 5,
  });
}

function watchCache(alarms: Alarms, { cache }: WatchedSale): void {
  for (const node of cache.nodeIds) {
    alarms.watch({
      id: `cache-busy-${node.slice(-3)}`,
      says: 'A node of the shared cache is busy. Maps go on, from the tables, at their price; take a larger node.',
      metric: metric('AWS/ElastiCache', 'EngineCPUUtilization', { CacheClusterId: node }, Stats.MAXIMUM),
      above: 80,
      periods: 3,
    });
    alarms.watch({
      id: `cache-full-${node.slice(-3)}`,
      says: 'A node of the shared cache is almost full and will forget maps that are needed.',
      metric: metric(
        'AWS/ElastiCache',
        'DatabaseMemoryUsagePercentage',
        { CacheClusterId: node },
        Stats.MAXIMUM,
      ),
      above: 80,
      periods: 3,
    });
  }
}
