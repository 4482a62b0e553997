export {
  type BatchResponse,
  handleQueueRecords,
  handleStreamRecords,
  type QueueMessage,
  type QueueRecord,
  type StreamRecord,
} from './batches.ts';
export { cdnConsumer, cdnPathsOf } from './cdn-consumer.ts';
export { type ChangeFeed, type ChangeFeedOptions, createChangeFeed } from './change-feed.ts';
export {
  type ChangeConsumer,
  decodeChanges,
  encodeChanges,
  type FeedChange,
  feedChange,
} from './changes.ts';
export { type MapConsumerOptions, mapConsumer } from './map-consumer.ts';
