export { confirmReport } from './confirm.ts';
export { scanStore } from './scan-store.ts';
