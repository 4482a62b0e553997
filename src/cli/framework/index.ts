export { type Command, defineCommand, defineStreamCommand, type Example } from './command.ts';
export type { Context } from './context.ts';
export { type Duration, formatDuration, parseDurationMs } from './duration.ts';
export { TargetUnreachableError } from './errors.ts';
export { readLines, readText, writeLines, writeText } from './files.ts';
export { formatCount, formatMoment, formatMoney, plural } from './format.ts';
export { flagOf } from './input.ts';
export { nearest } from './nearest.ts';
export type { View } from './output.ts';
export { type Paint, wantsColour } from './paint.ts';
export type { CommandTable, Program, World } from './program.ts';
export type { Progress } from './progress.ts';
export { runProgram } from './run.ts';
export { type Column, pairs, table } from './table.ts';
export {
  choice,
  decimal,
  duration,
  flag,
  integer,
  list,
  type Moment,
  moment,
  type ParseMoment,
  text,
  type ValueSpec,
} from './value.ts';
