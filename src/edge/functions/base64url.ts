// The codec of core/crypto on the runtime's own Buffer. The build puts it in that module's place.

export function toBase64Url(bytes: Uint8Array | string): string {
  return Buffer.from(bytes as string).toString('base64url');
}

export const textToBase64Url = toBase64Url;

export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return toBase64Url(bytes) === text ? bytes : undefined;
}

export function textFromBase64Url(text: string): string {
  return Buffer.from(text, 'base64url').toString();
}
