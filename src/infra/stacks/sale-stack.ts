import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { SaleApi } from '../api/index.ts';
import type { Deployment } from '../config/index.ts';
import { Tables } from '../data/index.ts';
import { EdgeFunctions, Site } from '../edge/index.ts';
import { FeedFunctions, FeedQueues } from '../feed/index.ts';
import { ApiFunctions, JobFunctions } from '../functions/index.ts';
import { Network, SharedCache } from '../network/index.ts';
import { DeploymentSecrets } from '../secrets/index.ts';
import { saleDashboard, watchSale } from '../watch/index.ts';

/** What was built of the parts that are deployed. */
export interface Artefacts {
  /** Folder with `mint.js` and `admit.js`. */
  readonly edge: string;
  /** Folder with the functions' bundles. */
  readonly lambda: string;
}

/** The sale itself, in the Region that writes: site, API, tables, cache, feed, and the eyes on them. */
export class SaleStack extends Stack {
  readonly distributionId: string;

  constructor(scope: Construct, deployment: Deployment, artefacts: Artefacts, webAclArn: string) {
    const { name, region, keepData } = deployment;
    super(scope, 'Sale', {
      stackName: name,
      description: `tix: a ${deployment.preset}`,
      env: { region },
      crossRegionReferences: true,
      terminationProtection: keepData,
    });
    const tables = new Tables(this, deployment);
    const secrets = new DeploymentSecrets(this, deployment);
    const network = new Network(this);
    const cache = new SharedCache(this, deployment, network, secrets.cache);
    const edge = new EdgeFunctions(this, deployment, artefacts.edge);
    const api = new SaleApi(this, deployment);
    const site = new Site(this, deployment, { functions: edge, secrets, apiHost: api.host, webAclArn });
    const { distributionId, distributionArn } = site.distribution;
    this.distributionId = distributionId;

    const parts = {
      deployment,
      code: Code.fromAsset(artefacts.lambda),
      tables,
      secrets,
      network,
      cache,
      keyValueStoreArn: edge.store.keyValueStoreArn,
      siteUrl: site.url,
      distribution: { id: distributionId, arn: distributionArn },
      apiUrl: `https://${api.host}`,
    };
    const functions = new ApiFunctions(this, parts);
    api.leadTo(functions);
    const jobs = new JobFunctions(this, parts);
    const queues = new FeedQueues(this, deployment);
    const feed = new FeedFunctions(this, parts, queues);

    const watched = { api, functions, jobs, feed, queues, tables, cache };
    watchSale(this, deployment, watched);
    saleDashboard(this, deployment, { ...watched, distributionId });

    const tell = (id: string, value: string, description: string) =>
      new CfnOutput(this, id, { value, description });
    tell('SiteUrl', site.url, 'Where buyers go');
    tell('PagesBucket', site.pages.bucketName, 'Where the pages are put');
    tell('TablePrefix', tables.prefix, 'Of the tables, for `tix … --store dynamodb:`');
    tell('KeyValueStoreArn', edge.store.keyValueStoreArn, 'Of the edge’s store, for `--kvs`');
    tell('MakeSaleFunction', jobs.makeSale.functionName, 'Puts a seeded event on sale');
    tell('EventBusName', queues.bus.eventBusName, 'What the outside listens to');
    tell('DistributionId', distributionId, 'Of the site');
  }
}
