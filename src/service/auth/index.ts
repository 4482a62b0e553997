export { createIdentityExchange, type IdentityExchange, type IdentityIssuer } from './identity-exchange.ts';
export { issueSessionPass, pseudonym, readSessionPass } from './passes.ts';
