export { type CloudFrontConnection, isKeyValueStoreArn } from './client.ts';
export { openCloudFrontKeyValueStore } from './cloudfront-key-value-store.ts';
export { rememberReads } from './remember-reads.ts';
