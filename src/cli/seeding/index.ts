export { costOf, createDynamoTables } from './dynamo.ts';
export { renderPlan, renderSeeded } from './render.ts';
export { type Seeded, type Seeding, seedEvent } from './seed-event.ts';
export { DEFAULT_TERMS, type EventTerms, newEventRecord } from './terms.ts';
