export { type EdgeLoad, edgeLoad } from './edge-load.ts';
export { type ServiceLoad, serviceLoad } from './service-load.ts';
export { type StoreLoad, storeLoad, UNITS_OF, type Units } from './store-load.ts';
