export { createKeys, newKeys, notesOfNewKeys } from './create-keys.ts';
export { type KeyLine, type KeyUse, listKeys } from './list-keys.ts';
export { addSigningKey, type KeyAdded, type KeySwitched, switchSigningKey } from './rotate-keys.ts';
export { assertKeysUnused, usedFingerprints } from './used-keys.ts';
