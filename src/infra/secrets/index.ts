export { DeploymentSecrets } from './deployment-secrets.ts';
