import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

/** Solves the check's challenge and answers it as the widget would: base64 of JSON, or nothing when it cannot be solved. */
self.addEventListener('message', async ({ data: challenge }: MessageEvent<Challenge>) => {
  try {
    const solution = await solveChallenge({ challenge, deriveKey });
    self.postMessage(solution === null ? '' : btoa(JSON.stringify({ challenge, solution })));
  } catch {
    self.postMessage('');
  }
});
