export { forgetAdmission, isWaiting, type RememberedWaiting, rememberedWaiting } from './remembered.ts';
export { WaitingRoom } from './waiting-room.tsx';
