export { hold } from './hold.ts';
export { release } from './release.ts';
