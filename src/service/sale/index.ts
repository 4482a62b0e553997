export { type ChainHead, publishChainHead, readChainHead } from './chain-head.ts';
export {
  changeDoors,
  type DoorsChange,
  type DoorsChanged,
  LEAD_SECONDS_MIN,
  previewDoors,
} from './change-doors.ts';
export { commitDraw, type DrawChoice, type DrawCommitted } from './commit-draw.ts';
export { type DoorsState, doorsAt } from './doors.ts';
export type { BeaconSignature, DrawRecord } from './draw-record.ts';
export { readRecords, requireSale, type SaleRecords } from './edit-sale.ts';
export { forgetSale } from './forget-sale.ts';
export {
  addSigningKey,
  createKeys,
  type KeyAdded,
  type KeyLine,
  type KeySwitched,
  type KeyUse,
  listKeys,
  switchSigningKey,
} from './keys/index.ts';
export { type DrawOpened, openDraw } from './open-draw.ts';
export {
  commitmentTo,
  createSale,
  type NewSale,
  openSale,
  rulesOf,
  rulesProblems,
  type SaleMade,
} from './open-sale.ts';
export { publishTau, type TauChange, type TauPublished } from './publish-tau.ts';
export { markRevealed, type RevealableDraw, revealableDraw } from './reveal-draw.ts';
export { createSaleBook, type SaleBook, type SaleOnRecord } from './sale-book.ts';
export { type DoorsVerb, type SaleNotes, tunerKey } from './sale-notes.ts';
export { type SaleStatus, saleStatus } from './sale-status.ts';
export { setFlagBlocks } from './set-flag-blocks.ts';
