export { browserKeep, isRecord, isText, type Keep } from './storage.ts';
export { browserWorld, type World } from './world.ts';
