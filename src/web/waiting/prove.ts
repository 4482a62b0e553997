/**
 * The nonce for a challenge, worked out in a worker; in the page, in small pieces, where no worker can be had. Undefined when `signal` ended
 * the work.
 */
export function prove(text: string, bits: number, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./proof.worker.ts', import.meta.url), { type: 'module' });
    const end = (nonce: string | undefined) => {
      worker.terminate();
      signal.removeEventListener('abort', stop);
      resolve(nonce);
    };
    const stop = () => end(undefined);
    signal.addEventListener('abort', stop);
    worker.addEventListener('message', ({ data }: MessageEvent<string>) => end(data));
    worker.addEventListener('error', () => {
      worker.terminate();
      signal.removeEventListener('abort', stop);
      import('./prove-here.ts').then(({ proveHere }) => proveHere(text, bits, signal)).then(resolve, reject);
    });
    worker.postMessage({ text, bits });
  });
}
