export { keyTable } from './key-table.ts';
