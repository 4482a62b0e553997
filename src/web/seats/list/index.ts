export { SeatList } from './seat-list.tsx';
