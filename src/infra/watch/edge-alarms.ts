import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Deployment } from '../config/index.ts';
import { Alarms } from './alarm.ts';
import { metric, shareOf, sumOf } from './metrics.ts';

const FAILURES_MAX = 0.0001;
const REQUESTS_MIN = 10_000;
/** Per cent of the time that CloudFront lets a function compute. */
const COMPUTE_MAX = 80;

/** What CloudFront is watched for; it keeps its metrics in us-east-1 alone. */
export function watchEdge(scope: Construct, deployment: Deployment, distributionId: string): void {
  const alarms = new Alarms(scope, deployment);
  const { name } = deployment;
  const ofFunction = (id: string, metricName: string, statistic?: string) =>
    metric('AWS/CloudFront', metricName, { FunctionName: `${name}-${id}`, Region: 'Global' }, statistic);
  const ofSite = (metricName: string, statistic: string) =>
    metric('AWS/CloudFront', metricName, { DistributionId: distributionId, Region: 'Global' }, statistic);

  for (const id of ['mint', 'admit']) {
    const bad = sumOf(
      {
        failed: ofFunction(id, 'FunctionExecutionErrors'),
        invalid: ofFunction(id, 'FunctionValidationErrors'),
        throttled: ofFunction(id, 'FunctionThrottles'),
      },
      `${id} failures`,
    );
    alarms.watch({
      id: `slo-queue-${id}`,
      says: `More than one request in 10,000 to ${id} fails. Nobody loses a place by it; pause the sale while it lasts.`,
      metric: shareOf(bad, ofFunction(id, 'FunctionInvocations'), REQUESTS_MIN, `${id} failures`),
      above: FAILURES_MAX,
    });
    alarms.watch({
      id: `${id}-slow`,
      says: `${id} uses almost all the computing that CloudFront lets it; above 100 its requests fail.`,
      metric: ofFunction(id, 'FunctionComputeUtilization', Stats.MAXIMUM),
      above: COMPUTE_MAX,
      periods: 3,
    });
  }
  alarms.watch({
    id: 'slo-site',
    says: 'More than one answer in 10,000 of the whole site is a failure.',
    metric: ofSite('5xxErrorRate', Stats.AVERAGE),
    // The metric is in per cent.
    above: 100 * FAILURES_MAX,
    periods: 3,
    of: 5,
  });
}
