export { createService, type RunningService, type ServiceOptions } from './create-service.ts';
export { type Loop, startLoop } from './loop.ts';
