export { flagsAt, referenceArgument } from './flags-at.ts';
export { flagTable, nameOf } from './words.ts';
