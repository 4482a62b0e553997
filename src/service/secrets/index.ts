export { loadOrCreateSecrets, type ServiceSecrets } from './secrets.ts';
