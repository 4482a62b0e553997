// The codec of core/crypto on the runtime's own Buffer, which all bytes at the edge are. The build puts it in that module's place.

export function toBase64Url(bytes: Uint8Array): string {
  return (bytes as Buffer).toString('base64url');
}

export function textToBase64Url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export function textFromBase64Url(text: string): string {
  return decodeBase64Url(text).toString();
}

export function decodeBase64Url(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

export function fromBase64Url(text: string): Buffer | undefined {
  const bytes = decodeBase64Url(text);
  return toBase64Url(bytes) === text ? bytes : undefined;
}
