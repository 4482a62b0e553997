export * from './schemas.ts';
export { readSettings, SETTINGS_VARIABLE } from './settings.ts';
