export { createInfra, type Infra } from './app.ts';
export { type Deployment, parseDeployment } from './config/index.ts';
export type { Artefacts } from './stacks/index.ts';
