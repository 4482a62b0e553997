import { CfnReplicationGroup, CfnSubnetGroup } from 'aws-cdk-lib/aws-elasticache';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Deployment } from '../config/index.ts';
import { CACHE_PORT, type Network } from './network.ts';

/**
 * Valkey with cluster mode disabled, since a section's map and its counts change in one script. Encrypted on the way and at rest, with a
 * password, and one zone may fail.
 */
export class SharedCache extends Construct {
  readonly host: string;
  readonly port = CACHE_PORT;
  /** As CloudWatch names its nodes. */
  readonly nodeIds: readonly string[];

  constructor(scope: Construct, { name, cache }: Deployment, network: Network, password: Secret) {
    super(scope, 'SharedCache');
    const id = `${name}-maps`;
    const subnets = new CfnSubnetGroup(this, 'Subnets', {
      description: 'tix: the shared cache of seat maps',
      subnetIds: network.vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      cacheSubnetGroupName: id,
    });
    const group = new CfnReplicationGroup(this, 'Valkey', {
      replicationGroupId: id,
      replicationGroupDescription: 'tix: the shared cache of seat maps',
      engine: 'valkey',
      engineVersion: '8.0',
      cacheNodeType: cache.nodeType,
      numCacheClusters: 1 + cache.replicas,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      port: CACHE_PORT,
      cacheSubnetGroupName: id,
      securityGroupIds: [network.cache.securityGroupId],
      transitEncryptionEnabled: true,
      atRestEncryptionEnabled: true,
      // A dynamic reference, resolved by CloudFormation: the template holds no password.
      authToken: password.secretValue.unsafeUnwrap(),
      // Everything in it can be loaded again from the tables.
      snapshotRetentionLimit: 0,
    });
    group.addResourceDependency(subnets);
    this.host = group.attrPrimaryEndPointAddress;
    this.nodeIds = Array.from({ length: 1 + cache.replicas }, (_, index) => `${id}-00${index + 1}`);
  }
}
