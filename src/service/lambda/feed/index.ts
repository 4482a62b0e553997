export { createExpiryHandler, type ExpiryOptions } from './expiry-handler.ts';
export { createMapQueueHandler, type MapQueueOptions } from './map-queue-handler.ts';
export { createOutboundHandler, type OutboundOptions } from './outbound-handler.ts';
export { type QueueSender, sqsSender } from './queue-sender.ts';
export { createStreamHandler, type StreamHandlerOptions } from './stream-handler.ts';
