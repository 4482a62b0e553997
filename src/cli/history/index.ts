export { readHistoryFile } from './read-history-file.ts';
export { renderHistory } from './render-history.ts';
