export { createTurnstileCheck, type TurnstileOptions } from './turnstile-check.ts';
