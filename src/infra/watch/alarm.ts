import {
  Alarm,
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Deployment } from '../config/index.ts';

export interface Watched {
  /** In kebab case; the alarm's name after the deployment's. */
  readonly id: string;
  /** What has happened and what to do, for whoever is woken. */
  readonly says: string;
  readonly metric: IMetric;
  /** The alarm goes off above this, or with `below` under it; then silence of the metric is an alarm too. */
  readonly above?: number;
  readonly below?: number;
  /** Periods in a row, or `of` so many. */
  readonly periods?: number;
  readonly of?: number;
}

/** Alarms of one Region and whom they call. */
export class Alarms extends Construct {
  readonly all: IAlarm[] = [];
  readonly #name: string;
  readonly #action: SnsAction;

  constructor(scope: Construct, { name, alarmEmail }: Deployment) {
    super(scope, 'Alarms');
    this.#name = name;
    const topic = new Topic(this, 'Topic', { topicName: `${name}-alarms`, enforceSSL: true });
    if (alarmEmail !== null) topic.addSubscription(new EmailSubscription(alarmEmail));
    this.#action = new SnsAction(topic as ITopic);
  }

  watch({ id, says, metric, above, below, periods = 1, of = periods }: Watched): void {
    const alarm = new Alarm(this, id, {
      alarmName: `${this.#name}-${id}`,
      alarmDescription: says,
      metric,
      threshold: below ?? above ?? 0,
      comparisonOperator:
        below === undefined
          ? ComparisonOperator.GREATER_THAN_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: of,
      datapointsToAlarm: periods,
      treatMissingData: below === undefined ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
    this.all.push(alarm as IAlarm);
  }
}
