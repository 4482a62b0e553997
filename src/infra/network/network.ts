import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** A standard port would be tried by whoever gets in. */
export const CACHE_PORT = 6_380;

const ZONES = 2;

/**
 * A network without a way out, for the shared cache and the functions that use it. Of AWS they reach the tables and the secrets, by
 * endpoints inside; whatever needs the internet lives outside.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  /** Of the functions that live inside. */
  readonly functions: SecurityGroup;
  readonly cache: SecurityGroup;

  constructor(scope: Construct) {
    super(scope, 'Network');
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/18'),
      maxAzs: ZONES,
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      // A function takes an address per network interface, not per environment; there is room for thousands.
      subnetConfiguration: [{ name: 'inside', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 20 }],
    });
    this.vpc = vpc as IVpc;
    acknowledge(
      vpc,
      'AwsSolutions-VPC7',
      'Nothing in here has a way to the internet, and what talks to what is fixed by three security groups; flow logs would only repeat them at a price.',
    );
    const group = (id: string, description: string) =>
      new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: false });
    this.functions = group('Functions', 'Functions that use the shared cache');
    this.cache = group('Cache', 'The shared cache of seat maps');
    const secrets = group('SecretsEndpoint', 'The way to the secrets');
    this.functions.addEgressRule(this.cache, Port.tcp(CACHE_PORT), 'seat maps');
    this.cache.addIngressRule(this.functions, Port.tcp(CACHE_PORT), 'seat maps');
    this.functions.addEgressRule(secrets, Port.HTTPS, 'secrets');
    secrets.addIngressRule(this.functions, Port.HTTPS, 'secrets');
    this.vpc.addGatewayEndpoint('TablesEndpoint', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    // The tables’ endpoint has public addresses, which routes lead to inside AWS; no other route leads out.
    this.functions.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'tables, by their gateway endpoint');
    this.vpc.addInterfaceEndpoint('SecretsEndpoint', {
      service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      securityGroups: [secrets],
      open: false,
    });
  }
}
