export { auditInParts, RECORDS_MAX } from './audit-in-parts.ts';
export { type AuditOptions, auditStore } from './audit-store.ts';
export {
  type AuditCounts,
  type AuditReport,
  VIOLATIONS,
  type Violation,
  type ViolationCode,
} from './report.ts';
