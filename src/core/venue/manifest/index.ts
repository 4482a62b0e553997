export { exportManifest } from './export-manifest.ts';
export { importManifest, type ManifestOptions } from './import-manifest.ts';
