export { doorsCommand } from './doors-command.ts';
export { eventArgument, eventText, leadOption } from './options.ts';
export { statusSentences } from './status-sentences.ts';
export { inTime } from './words.ts';
