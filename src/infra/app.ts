import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Deployment } from './config/index.ts';
import { type Artefacts, GuardStack, SaleStack, WatchStack } from './stacks/index.ts';

export interface Infra {
  readonly app: App;
  readonly guard: GuardStack;
  readonly sale: SaleStack;
  readonly watch: WatchStack;
}

/**
 * The whole deployment as a CDK app, checked against AWS’s own rules when it is synthesised. Needs no account, no network and no Docker:
 * what is deployed has been built before.
 *
 * @param outDir where the templates are written
 */
export function createInfra(deployment: Deployment, artefacts: Artefacts, outDir: string): Infra {
  const app = new App({ outdir: outDir, analyticsReporting: false });
  const guard = new GuardStack(app, deployment);
  const sale = new SaleStack(app, deployment, artefacts, guard.webAclArn);
  const watch = new WatchStack(app, deployment, sale.distributionId);
  Tags.of(app).add('tix', deployment.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  return { app, guard, sale, watch };
}
