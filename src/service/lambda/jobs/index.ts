export { createEvidenceJob, type EvidenceJobOptions } from './evidence.ts';
export { createMakeSaleJob, type MakeSaleOptions } from './make-sale.ts';
export { createProbeJob, type ProbeOptions } from './probe.ts';
export { createReconcileJob, type ReconcileJobOptions } from './reconcile.ts';
export { createRotateOriginJob, type RotatedSecret, type RotateOriginOptions } from './rotate-origin.ts';
