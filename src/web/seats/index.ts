export { Seats } from './seats.tsx';
