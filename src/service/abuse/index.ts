export { answerHumanCheck } from './answer-check.ts';
export { type AbuseParts, createAbuse } from './create-abuse.ts';
export { createFlagCounts, type FlagCounts } from './flag-counts.ts';
export type { Ladder } from './ladder.ts';
export { createFilterPublisher, type FilterPublisher, type PublishedFilter } from './publish-filter.ts';
export { mayEnter, standingOf } from './standing.ts';
