export { changesOfStreamRecord, type StreamRecord } from './changes-of-stream-record.ts';
export { StreamFeed } from './stream-feed.ts';
