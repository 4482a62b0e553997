import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../config/index.ts';
import { RateRules } from '../edge/index.ts';

/** What stands before the site. CloudFront takes its rules from us-east-1 only. */
export class GuardStack extends Stack {
  readonly webAclArn: string;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'Guard', {
      stackName: `${deployment.name}-guard`,
      description: 'tix: rate rules of the site',
      env: { region: 'us-east-1' },
      crossRegionReferences: true,
    });
    this.webAclArn = new RateRules(this, deployment).acl.attrArn;
  }
}
