export type { QueueRequest } from './queue-request.ts';
export { type AdmissionAnswer, admitTwin, mintTwin } from './twins.ts';
