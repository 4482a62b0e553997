export { openSharedCache, openSharedSignals } from './open-shared-cache.ts';
