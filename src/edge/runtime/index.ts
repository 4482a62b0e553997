export { importLine, replaceImportLines } from './import-lines.ts';
export { RUNTIME_GLOBALS, RUNTIME_MODULES } from './runtime-offer.ts';
