export { createJournalWriter, type JournalWriter } from './journal-writer.ts';
export { scheduleEntry } from './schedule-entry.ts';
