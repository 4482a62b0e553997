export { outlineAround } from './hull.ts';
export { outlinesOverlap, selfCrossing } from './outline.ts';
export {
  areaOf,
  type Bounds,
  boundsOf,
  boundsTouch,
  contains,
  distanceToOutline,
  insidePoint,
  type Point,
} from './polygon.ts';
