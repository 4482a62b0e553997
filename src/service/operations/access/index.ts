export { type OperatorAccess, type OperatorToken, openAccess } from './operator-access.ts';
