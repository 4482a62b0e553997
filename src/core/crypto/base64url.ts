// Servers and the edge's runtime have a native codec, which matters there; a browser has none worth waiting for.
const hasBuffer = typeof Buffer !== 'undefined';

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  if (hasBuffer) return Buffer.from(bytes).toString('base64url');
  let binary = '';
  for (let i = 0; i < bytes.length; i++) binary += String.fromCharCode(bytes[i] ?? 0);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** The bytes, or undefined when `text` is not the one canonical, unpadded spelling of some bytes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = decodeLeniently(text);
  return bytes !== undefined && toBase64Url(bytes) === text ? bytes : undefined;
}

/** Base64url of the text's UTF-8 bytes. */
export function textToBase64Url(text: string): string {
  if (hasBuffer) return Buffer.from(text).toString('base64url');
  return toBase64Url(new TextEncoder().encode(text));
}

/** The UTF-8 text, or undefined when `text` is not canonical base64url. Ill-formed UTF-8 becomes U+FFFD. */
export function textFromBase64Url(text: string): string | undefined {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) return undefined;
  return hasBuffer ? (bytes as Buffer).toString() : new TextDecoder().decode(bytes);
}

function decodeLeniently(text: string): Uint8Array | undefined {
  if (hasBuffer) return Buffer.from(text, 'base64url');
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch {
    return undefined;
  }
}
