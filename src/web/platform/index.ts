export { browserKeep, isRecord, type Keep } from './storage.ts';
export { browserWorld, type World } from './world.ts';
