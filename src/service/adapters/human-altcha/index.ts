export { createAltchaCheck } from './altcha-check.ts';
