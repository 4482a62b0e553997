export { DynamoJournal } from './dynamo-journal.ts';
