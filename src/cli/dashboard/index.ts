export { watchLive } from './live.tsx';
export { type Told, tellSnapshots } from './tell.ts';
