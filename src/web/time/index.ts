export { clockText, type TimeLeft, timeLeft, warningDue } from './countdown.ts';
export { createServerClock, type ServerClock } from './server-clock.ts';
