/** The two primitives admission needs. Text is hashed as UTF-8. Node, browsers and the edge's runtime each bring their own. */
export interface Hashing {
  hmacSha256(key: Uint8Array, text: string): Uint8Array;
  sha256(text: string): Uint8Array;
}
