export {
  decodeBase64Url,
  fromBase64Url,
  textFromBase64Url,
  textToBase64Url,
  toBase64Url,
} from './base64url.ts';
export { equalConstantTime } from './equal-constant-time.ts';
export type { Hashing } from './hashing.ts';
