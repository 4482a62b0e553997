export { applyReport } from './apply-report.ts';
export { createReconciler, type Reconciler, type ReconcilerOptions } from './reconciler.ts';
