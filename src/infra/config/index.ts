export { parseDeployment } from './parse.ts';
export type { Deployment, Preset } from './schema.ts';
