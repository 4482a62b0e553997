import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../config/index.ts';
import { watchEdge } from '../watch/index.ts';

/** Alarms on what CloudFront tells, which it does in us-east-1 only. */
export class WatchStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, distributionId: string) {
    super(scope, 'Watch', {
      stackName: `${deployment.name}-watch`,
      description: 'tix: alarms of the site',
      env: { region: 'us-east-1' },
      crossRegionReferences: true,
    });
    watchEdge(this, deployment, distributionId);
  }
}
