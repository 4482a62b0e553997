export type { NumberList } from './due-heaps.ts';
export { openRoom } from './open-room.ts';
export type { RoomSetting, WaitingRoom } from './room.ts';
