export { Network } from './network.ts';
export { SharedCache } from './shared-cache.ts';
