export { type LmdbOutboxOptions, openLmdbOutbox } from './lmdb-outbox.ts';
