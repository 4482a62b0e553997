export type * from './commands.ts';
export type * from './records.ts';
