export { WaitingRoom } from './waiting-room.tsx';
