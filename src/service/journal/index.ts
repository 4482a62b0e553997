export { createJournalWriter, type JournalWriter } from './journal-writer.ts';
