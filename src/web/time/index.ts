export { clockText, type TimeLeft, timeLeft, WARNINGS_SECONDS, warningDue } from './countdown.ts';
export { createServerClock, type ServerClock } from './server-clock.ts';
