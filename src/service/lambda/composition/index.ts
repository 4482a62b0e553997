export { lazily } from './lazily.ts';
export { type OpenApp, openApp } from './open-app.ts';
export { openSharedCache } from './open-shared-cache.ts';
export { serviceContext } from './service-context.ts';
