export { outboundConsumer } from './consumer.ts';
export { ATTEMPTS_MAX, createDispatcher, type Dispatcher, waitMs } from './dispatcher.ts';
export { loadEndpoints, type WebhookEndpoint } from './endpoints.ts';
export { type ExpiryFinding, type ExpiryWatch, expiryWatchOf, findExpiry } from './expiry.ts';
export { openRelay, type Relay } from './relay.ts';
export { outboundEventSchema, outboundJsonSchema } from './schema.ts';
export { outboundEvents } from './translate.ts';
