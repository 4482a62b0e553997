export { requireSecret, type SecretReader, type Stage, secretsManagerReader } from './secret-reader.ts';
export { serviceSecrets } from './service-secrets.ts';
