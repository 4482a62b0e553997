export { type DrawOptions, type Draws, type DrawTerms, drawAll, fillShares } from './draw-all.ts';
export { compileKernel, createDrawer, type Drawer } from './drawer.ts';
export { drawKeysOf, SIMULATED_EVENT, simulatedSub } from './keys.ts';
