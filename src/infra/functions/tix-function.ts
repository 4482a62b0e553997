import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { type Conditions, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type Entry, SETTINGS_VARIABLE } from '../../service/lambda/index.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Deployment } from '../config/index.ts';

export interface TixFunctionProps {
  readonly deployment: Deployment;
  /** What the function is called beside the deployment's name. */
  readonly name: string;
  readonly entry: Entry;
  readonly code: Code;
  /** Checked against the entry's schema by the tests of this stack; may hold tokens. */
  readonly settings: object;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Environments reserved; without it the function takes what is left in the account. */
  readonly reserved?: number;
  readonly inside?: { readonly vpc: IVpc; readonly group: ISecurityGroup };
}

/** What Lambda asks of a function's role to place it in a network. None of it can be narrowed to a network of ours. */
const PLACE_IN_NETWORK = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** One function with a log and a role of its own, which at first may do nothing but write that log. */
export class TixFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: TixFunctionProps) {
    const { deployment, entry, reserved, inside } = props;
    const functionName = `${deployment.name}-${props.name}`;
    const logGroup = new LogGroup(scope, `${id}Log`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: deployment.logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${functionName} may do`,
    });
    super(scope, id, {
      functionName,
      role,
      logGroup,
      code: props.code,
      handler: `${entry}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: {
        [SETTINGS_VARIABLE]: Stack.of(scope).toJsonString(props.settings),
      },
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
      ...(inside === undefined
        ? {}
        : {
            vpc: inside.vpc,
            vpcSubnets: { subnets: inside.vpc.isolatedSubnets },
            securityGroups: [inside.group],
          }),
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroup.logGroupArn}`]);
    if (inside !== undefined) {
      this.allow(PLACE_IN_NETWORK, ['*']);
      acknowledge(
        role,
        'AwsSolutions-IAM5[Resource::*]',
        'Placing a function in a network cannot be narrowed to resources that do not exist yet.',
      );
    }
  }

  allow(actions: readonly string[], resources: readonly string[], conditions: Conditions = {}): void {
    this.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        conditions,
      }),
    );
  }
}
