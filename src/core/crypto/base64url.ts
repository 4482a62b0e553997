// Servers have a native codec, and one that matters; a browser decodes too little to need one.
const hasBuffer = typeof Buffer !== 'undefined';

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  if (hasBuffer) return Buffer.from(bytes).toString('base64url');
  const binary = bytes.reduce((text, byte) => text + String.fromCharCode(byte), '');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** The bytes, or undefined when `text` is not the one canonical, unpadded spelling of some bytes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = decodeBase64Url(text);
  return toBase64Url(bytes) === text ? bytes : undefined;
}

/** Base64url of the text's UTF-8 bytes. */
export function textToBase64Url(text: string): string {
  return toBase64Url(hasBuffer ? Buffer.from(text) : new TextEncoder().encode(text));
}

/** The UTF-8 text. Garbage in, garbage out: for what is signed as it is spelt, and checked for what it says. */
export function textFromBase64Url(text: string): string {
  const bytes = decodeBase64Url(text);
  return hasBuffer ? bytes.toString() : new TextDecoder().decode(bytes);
}

/** The bytes. Garbage in, garbage out: for what is known to be well spelt. */
export function decodeBase64Url(text: string): Uint8Array {
  if (hasBuffer) return Buffer.from(text, 'base64url');
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
