export { createService, type RunningService, type ServiceOptions } from './create-service.ts';
