export { type AdmissionAnswer, admitTwin, mintTwin, type QueueRequest } from './twins.ts';
