export { EventTally } from './event-tally.ts';
export { QueueTally } from './queue-tally.ts';
