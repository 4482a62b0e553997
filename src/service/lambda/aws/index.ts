export { cloudFrontDistribution, type Distribution } from './distribution.ts';
export { secretsManagerRotation } from './rotated-secret.ts';
