export { knownAccess, type OperatorAccess, type OperatorToken, openAccess } from './operator-access.ts';
