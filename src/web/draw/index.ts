export { DrawCheck } from './draw-check.tsx';
