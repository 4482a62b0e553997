export { FeedFunctions } from './feed-functions.ts';
export { FeedQueues } from './queues.ts';
