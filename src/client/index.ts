export type { components, paths } from './api.generated.ts';
export { createTixClient, type TixClient, type TixClientOptions } from './client.ts';
