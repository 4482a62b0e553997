export { type SharedCopiesOptions, sharedCopies } from './shared-copies.ts';
