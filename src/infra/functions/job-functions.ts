import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type {
  EvidenceSettings,
  MakeSaleSettings,
  ProbeSettings,
  ReconcilerSettings,
  RotateOriginSettings,
} from '../../service/lambda/index.ts';
import type { Deployment } from '../config/index.ts';
import { type FunctionParts, mayPay, paymentSettings } from './api-functions.ts';
import { mayRead, mayReadAndWrite, mayReadSecrets } from './rights.ts';
import { TixFunction } from './tix-function.ts';

/** A run that lasts a little longer than its minute does no harm: every step is conditional. */
const RECONCILER_SECONDS = 75;
const ROTATE_EVERY_DAYS = 30;

export interface JobParts extends FunctionParts {
  readonly distribution: { readonly id: string; readonly arn: string };
  readonly apiUrl: string;
}

/** What runs by the clock, or when an operator says so. */
export class JobFunctions extends Construct {
  readonly reconciler: TixFunction;
  readonly evidence: TixFunction;
  readonly probe: TixFunction;
  readonly makeSale: TixFunction;
  readonly rotateOrigin: TixFunction;

  constructor(scope: Construct, parts: JobParts) {
    super(scope, 'Jobs');
    const { deployment, code, tables, secrets, keyValueStoreArn, distribution } = parts;
    const common = { deployment, code };

    this.reconciler = new TixFunction(this, 'Reconciler', {
      ...common,
      name: 'reconciler',
      entry: 'reconciler',
      settings: {
        tablePrefix: tables.prefix,
        publicUrl: parts.siteUrl,
        rootSecret: secrets.root.secretArn,
        payments: paymentSettings(parts),
      } satisfies ReconcilerSettings,
      memoryMb: 512,
      timeoutSeconds: RECONCILER_SECONDS,
      reserved: deployment.concurrency.reconciler,
    });
    mayReadSecrets(this.reconciler, secrets.root.secretArn);
    mayReadAndWrite(this.reconciler, tables.seats, tables.reservations);
    mayPay(this.reconciler, parts);
    this.#everyMinute(
      deployment,
      'reconcile',
      'Asks the payment provider about overdue checkouts',
      this.reconciler,
    );

    this.evidence = new TixFunction(this, 'Evidence', {
      ...common,
      name: 'evidence',
      entry: 'evidence',
      settings: { tablePrefix: tables.prefix, keyValueStoreArn } satisfies EvidenceSettings,
      memoryMb: 512,
      timeoutSeconds: 55,
    });
    mayRead(this.evidence, tables.reservations);
    // Items of the journal only, whose keys begin so. That none is replaced is the condition of the put itself.
    this.evidence.allow(['dynamodb:PutItem'], [tables.reservations.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['J#*'] },
    });
    this.evidence.allow(
      ['DescribeKeyValueStore', 'GetKey', 'UpdateKeys'].map((name) => `cloudfront-keyvaluestore:${name}`),
      [keyValueStoreArn],
    );
    this.#everyMinute(deployment, 'evidence', 'Chains the evidence of the draws', this.evidence);

    this.probe = new TixFunction(this, 'Probe', {
      ...common,
      name: 'probe',
      entry: 'probe',
      settings: { siteUrl: parts.siteUrl, rootSecret: secrets.root.secretArn } satisfies ProbeSettings,
      memoryMb: 512,
      timeoutSeconds: 50,
    });
    mayReadSecrets(this.probe, secrets.root.secretArn);
    this.#everyMinute(deployment, 'probe', 'Walks in as a buyer would', this.probe);

    this.makeSale = new TixFunction(this, 'MakeSale', {
      ...common,
      name: 'make-sale',
      entry: 'make-sale',
      settings: {
        tablePrefix: tables.prefix,
        rootSecret: secrets.root.secretArn,
        keyValueStoreArn,
      } satisfies MakeSaleSettings,
      memoryMb: 512,
      timeoutSeconds: 60,
    });
    mayReadSecrets(this.makeSale, secrets.root.secretArn);
    mayRead(this.makeSale, tables.reservations);
    this.makeSale.allow(
      ['DescribeKeyValueStore', 'GetKey', 'ListKeys', 'UpdateKeys'].map(
        (name) => `cloudfront-keyvaluestore:${name}`,
      ),
      [keyValueStoreArn],
    );

    this.rotateOrigin = new TixFunction(this, 'RotateOrigin', {
      ...common,
      name: 'rotate-origin',
      entry: 'rotate-origin',
      settings: { distributionId: distribution.id, apiUrl: parts.apiUrl } satisfies RotateOriginSettings,
      memoryMb: 512,
      timeoutSeconds: 60,
    });
    this.rotateOrigin.allow(
      ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map(
        (name) => `secretsmanager:${name}`,
      ),
      [secrets.origin.secretArn],
    );
    this.rotateOrigin.allow(
      ['cloudfront:GetDistributionConfig', 'cloudfront:UpdateDistribution'],
      [distribution.arn],
    );
    const invoked = new CfnPermission(this, 'RotateOriginBySecrets', {
      action: 'lambda:InvokeFunction',
      functionName: this.rotateOrigin.functionArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: Stack.of(this).account,
    });
    const schedule = new CfnRotationSchedule(this, 'RotateOriginSchedule', {
      secretId: secrets.origin.secretArn,
      rotationLambdaArn: this.rotateOrigin.functionArn,
      rotationRules: { automaticallyAfterDays: ROTATE_EVERY_DAYS },
      // The first value is as fresh as the deployment itself.
      rotateImmediatelyOnUpdate: false,
    });
    schedule.addResourceDependency(invoked);
  }

  #everyMinute({ name }: Deployment, id: string, description: string, target: TixFunction): void {
    new Rule(this, `EveryMinute-${id}`, {
      ruleName: `${name}-${id}`,
      description,
      schedule: Schedule.rate(Duration.minutes(1)),
      // The next minute comes anyway.
      targets: [new LambdaTarget(target as IFunction, { retryAttempts: 0 })],
    });
  }
}
