import { RemovalPolicy } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Deployment } from '../config/index.ts';

const CHARACTERS = 64;

/** Secrets made in AWS at the first deployment. No person and no machine outside ever has one. */
export class DeploymentSecrets extends Construct {
  /** All keys of the service follow from it. */
  readonly root: Secret;
  /** By which the API knows the CDN. */
  readonly origin: Secret;
  /** Password of the shared cache. */
  readonly cache: Secret;
  /** Of the payment gateway; made by the operator. */
  readonly gateway: ISecret | undefined;

  constructor(scope: Construct, { name, keepData, payments }: Deployment) {
    super(scope, 'Secrets');
    const make = (id: string, description: string) =>
      new Secret(this, id, {
        secretName: `${name}/${id.toLowerCase()}`,
        description,
        generateSecretString: { passwordLength: CHARACTERS, excludePunctuation: true },
        removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
    this.root = make('Root', 'tix: what all keys of the service are derived from');
    this.origin = make('Origin', 'tix: the value by which the API knows the CDN');
    this.cache = make('Cache', 'tix: password of the shared cache of seat maps');
    this.gateway =
      payments.kind === 'gateway'
        ? Secret.fromSecretCompleteArn(this, 'Gateway', payments.secretArn)
        : undefined;
    acknowledge(
      this.root,
      'AwsSolutions-SMG4',
      'Every buyer’s name and pass follow from it: a new one in mid-sale would make strangers of them all. It is replaced between sales, with a deployment under another name.',
    );
    acknowledge(
      this.cache,
      'AwsSolutions-SMG4',
      'The cache holds public seat maps only and is reached from two functions inside its own network; its password is replaced by a deployment.',
    );
  }
}
