export { type ApiHandler, type ApiHandlerOptions, createApiHandler } from './api-handler.ts';
export { createOriginCheck, type OriginCheck } from './origin-check.ts';
