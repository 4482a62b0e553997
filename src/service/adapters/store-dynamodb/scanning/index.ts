export { scanStore } from './scan-store.ts';
