export { type Watcher, watcher } from './watcher.ts';
