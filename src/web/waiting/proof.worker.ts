import { solveProof } from '../../core/admission/index.ts';
import { browserHashing } from '../hashing/index.ts';

/** Solves one challenge away from the page's own thread, and answers the nonce. */
addEventListener('message', ({ data }: MessageEvent<{ readonly text: string; readonly bits: number }>) => {
  for (let first = 0; ; ) {
    const result = solveProof(browserHashing, data.text, data.bits, first, 4096);
    if ('nonce' in result) return postMessage(result.nonce);
    first = result.nextNonce;
  }
});
