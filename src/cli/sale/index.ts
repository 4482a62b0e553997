export { doorsCommand } from './doors-command.ts';
export { eventInStore, newSaleOf, newSaleOptions } from './new-sale.ts';
export { eventArgument, eventText, leadOption } from './options.ts';
export { statusSentences } from './status-sentences.ts';
export { inTime } from './words.ts';
