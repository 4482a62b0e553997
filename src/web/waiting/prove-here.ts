import { solveProof } from '../../core/admission/index.ts';
import { browserHashing } from '../hashing/index.ts';

/** Few enough for the page to stay answerable between them on a slow phone. */
const TRIES_AT_ONCE = 400;

/** The proof of work in the page's own thread, with room for everything else between the pieces. */
export async function proveHere(
  text: string,
  bits: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (let first = 0; !signal.aborted; ) {
    const result = solveProof(browserHashing, text, bits, first, TRIES_AT_ONCE);
    if ('nonce' in result) return result.nonce;
    first = result.nextNonce;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return undefined;
}
