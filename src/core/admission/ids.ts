/** Ids are joined with line feeds before they are hashed: one that held a control character could pose as two. */
export function isPlainId(id: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return id !== '' && id.length <= 256 && !/[\u0000-\u001f\u007f]/.test(id);
}
