import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { NAMESPACE } from '../../service/lambda/index.ts';

const MINUTE = Duration.minutes(1);

export function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  statistic: string = Stats.SUM,
): Metric {
  return new Metric({
    namespace,
    metricName,
    dimensionsMap: { ...dimensionsMap },
    statistic,
    period: MINUTE,
  });
}

/** What a function of ours measured, by the name of the function. */
export function measured(service: string, metricName: string, statistic: string = Stats.SUM): Metric {
  return metric(NAMESPACE, metricName, { service }, statistic);
}

/** `bad` of `all` in five minutes, as a share; 0 while there is too little to judge by. */
export function shareOf(bad: IMetric, all: IMetric, atLeast: number, label: string): MathExpression {
  return new MathExpression({
    label,
    expression: `IF(all >= ${atLeast}, bad / all, 0)`,
    usingMetrics: { bad, all },
    period: Duration.minutes(5),
  });
}

export function sumOf(metrics: Readonly<Record<string, IMetric>>, label: string): MathExpression {
  return new MathExpression({
    label,
    expression: Object.keys(metrics).join(' + '),
    usingMetrics: { ...metrics },
    period: MINUTE,
  });
}
