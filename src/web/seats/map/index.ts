export { SeatMap } from './seat-map.tsx';
