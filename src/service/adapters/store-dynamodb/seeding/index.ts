export { type SeedingCost, seedingCost } from './cost.ts';
export { type BulkSeeded, type BulkSeeding, type SectionToSeed, seedInBulk } from './seed-in-bulk.ts';
export { seedMissing } from './seed-missing.ts';
