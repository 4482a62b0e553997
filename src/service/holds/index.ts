export { type AutoHoldWish, autoHold } from './auto-hold.ts';
export { type HoldResult, hold } from './hold.ts';
export { release } from './release.ts';
export { requestKey } from './request-key.ts';
