export { openFileAuditLog } from './file-audit-log.ts';
