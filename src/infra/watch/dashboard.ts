import {
  Dashboard,
  GraphWidget,
  type IMetric,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { ROUTES } from '../api/index.ts';
import type { Deployment } from '../config/index.ts';
import { measured, metric } from './metrics.ts';
import { apiMetric, type WatchedSale } from './sale-alarms.ts';

const HALF = 12;
const THIRD = 8;

/** The numbers an operator watches while a sale goes on, from what buyers see at the top to what explains it below. */
export function saleDashboard(
  scope: Construct,
  { name }: Deployment,
  sale: WatchedSale & { distributionId: string },
): void {
  const { api, functions, jobs, feed, queues, tables, cache, distributionId } = sale;
  const stream = feed.stream.functionName;
  const told = (metricName: string, label: string) => measured(stream, metricName).with({ label });
  const lambda = (metricName: string, statistic: string) =>
    (['queue', 'holds', 'maps', 'shop', 'webhooks'] as const).map((owner) =>
      metric('AWS/Lambda', metricName, { FunctionName: functions[owner].functionName }, statistic).with({
        label: owner,
      }),
    );
  const cdn = (metricName: string, statistic: string) =>
    metric(
      'AWS/CloudFront',
      metricName,
      { DistributionId: distributionId, Region: 'Global' },
      statistic,
    ).with({ region: 'us-east-1' });
  const edge = (metricName: string, statistic: string) =>
    (['mint', 'admit'] as const).map((id) =>
      metric(
        'AWS/CloudFront',
        metricName,
        { FunctionName: `${name}-${id}`, Region: 'Global' },
        statistic,
      ).with({
        region: 'us-east-1',
        label: id,
      }),
    );
  const latency = ROUTES.filter(({ owner }) => owner === 'holds' || owner === 'queue').map((route) =>
    apiMetric(api, 'Latency', Stats.percentile(99), route).with({
      label: route.path.split('/').at(-1) ?? '',
    }),
  );
  const table = (metricName: string) =>
    [tables.seats, tables.reservations].map((of) =>
      metric('AWS/DynamoDB', metricName, { TableName: of.tableName }).with({ label: of.node.id }),
    );
  const graph = (title: string, left: IMetric[], more: { right?: IMetric[]; width?: number } = {}) =>
    new GraphWidget({ title, left, right: more.right ?? [], width: more.width ?? THIRD, height: 6 });

  new Dashboard(scope, 'Dashboard', {
    dashboardName: name,
    widgets: [
      [
        new TextWidget({
          markdown: `**${name}**: a sale as its changes tell it. Counts are of changes, which come at least once; \`tix audit\` is what counts.`,
          width: 24,
          height: 1,
        }),
      ],
      [
        new SingleValueWidget({
          title: 'The sale',
          metrics: [
            told('SessionsStarted', 'let in'),
            told('SeatsSold', 'seats sold'),
            told('PaymentsSettled', 'paid'),
            told('RefundsDue', 'refunds owed'),
          ],
          setPeriodToTimeRange: true,
          width: HALF,
          height: 4,
        }),
        new SingleValueWidget({
          title: 'At the edge',
          metrics: [
            cdn('Requests', Stats.SUM),
            cdn('CacheHitRate', Stats.AVERAGE),
            cdn('5xxErrorRate', Stats.AVERAGE),
          ],
          width: HALF,
          height: 4,
        }),
      ],
      [
        graph('Waiting room: requests', edge('FunctionInvocations', Stats.SUM)),
        graph('Waiting room: failures', [
          ...edge('FunctionExecutionErrors', Stats.SUM),
          ...edge('FunctionThrottles', Stats.SUM),
        ]),
        graph('Waiting room: compute used, %', edge('FunctionComputeUtilization', Stats.MAXIMUM)),
      ],
      [
        graph('Let in and gone', [
          told('SessionsStarted', 'let in'),
          told('SessionsFinalised', 'bought'),
          told('SessionsCancelled', 'left'),
          measured(feed.expiryQueue.functionName, 'SessionsLapsed').with({ label: 'ran out of time' }),
        ]),
        graph('Seats', [
          told('SeatLocksWritten', 'locks written'),
          told('SeatsFreed', 'freed'),
          told('SeatsSold', 'sold'),
        ]),
        graph('Ghost seats: clicked, but gone', [
          measured(functions.holds.functionName, 'SeatsClicked').with({ label: 'clicked' }),
          measured(functions.holds.functionName, 'GhostSeats').with({ label: 'gone' }),
        ]),
      ],
      [
        graph('API', [apiMetric(api, 'Count').with({ label: 'requests' })], {
          right: [apiMetric(api, '5xx').with({ label: '5xx' }), apiMetric(api, '4xx').with({ label: '4xx' })],
        }),
        graph('Slowest in a hundred, ms', latency),
        graph('Functions at the same time', lambda('ConcurrentExecutions', Stats.MAXIMUM)),
      ],
      [
        graph('Age of a change when it reaches the maps, ms', [
          measured(feed.mapQueue.functionName, 'MapChangeAge', Stats.percentile(50)).with({ label: 'p50' }),
          measured(feed.mapQueue.functionName, 'MapChangeAge', Stats.percentile(99)).with({ label: 'p99' }),
        ]),
        graph(
          'Queues',
          [queues.maps, queues.outbound, queues.expiry, queues.dead].map(({ queueName, node }) =>
            metric(
              'AWS/SQS',
              'ApproximateNumberOfMessagesVisible',
              { QueueName: queueName },
              Stats.MAXIMUM,
            ).with({
              label: node.id,
            }),
          ),
        ),
        graph(
          'Shared cache: engine, %',
          cache.nodeIds.map((node) =>
            metric('AWS/ElastiCache', 'EngineCPUUtilization', { CacheClusterId: node }, Stats.MAXIMUM).with({
              label: node,
            }),
          ),
        ),
      ],
      [
        graph('Tables: write units', table('ConsumedWriteCapacityUnits')),
        graph('Tables: read units', table('ConsumedReadCapacityUnits')),
        graph('Tables: turned away', [...table('WriteThrottleEvents'), ...table('ReadThrottleEvents')], {
          right: table('TransactionConflict'),
        }),
      ],
      [
        graph('Money', [
          told('CheckoutsStarted', 'checkouts'),
          told('PaymentsSettled', 'settled'),
          told('PaymentsDeclined', 'declined'),
        ]),
        graph('Owed and given back', [told('RefundsDue', 'owed'), told('RefundsMade', 'given back')]),
        graph('Payments the reconciler looked at', [
          measured(jobs.reconciler.functionName, 'PaymentsLookedAt'),
        ]),
      ],
    ],
  });
}
