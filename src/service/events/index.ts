export { createEventCatalogue, type EventCatalogue, type KnownEvent } from './event-catalogue.ts';
