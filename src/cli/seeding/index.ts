export { type Seeded, type Seeding, seedEvent } from './seed-event.ts';
export { DEFAULT_TERMS, type EventTerms, newEventRecord } from './terms.ts';
