export { createEventBridgeSink, type EventBridgeSinkOptions } from './eventbridge-sink.ts';
