export { seedMissing } from './seed-missing.ts';
