export { openSharedCache } from './open-shared-cache.ts';
