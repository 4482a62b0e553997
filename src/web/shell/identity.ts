import { isRecord, type Keep } from '../platform/index.ts';

/** Who is signed in, as far as this browser remembers. The pass itself is a cookie that no script can read. */
export interface Identity {
  /** What to call them; empty when their provider did not say. */
  readonly name: string;
  /** Their pseudonym in draws. */
  readonly sub: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

const KEY = 'identity';

function isIdentity(value: unknown): value is Identity {
  return (
    isRecord(value) &&
    typeof value.name === 'string' &&
    typeof value.sub === 'string' &&
    typeof value.expiresAt === 'number'
  );
}

/** Remembered even when its pass has run out: the draw is checked long after the sale. */
export function rememberedIdentity(keep: Keep): Identity | undefined {
  return keep.read(KEY, isIdentity);
}

export function rememberIdentity(keep: Keep, identity: Identity): void {
  keep.write(KEY, identity);
}
