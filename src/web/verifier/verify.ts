import { createVerifier, type VerifyReport } from '../../core/proof/index.ts';
import { browserHashing } from '../hashing/index.ts';

export interface Question {
  readonly bundle: Blob;
  /** 64 lower-case hex digits, as whoever asks has looked them up; empty when they have not. */
  readonly beacon: string;
  /** A waiting token; empty for none. */
  readonly token: string;
}

/** Verifies a bundle in the browser, a piece of the file at a time; `told` hears how many bytes are done. */
export async function verifyFile(question: Question, told: (bytes: number) => void): Promise<VerifyReport> {
  const verifier = createVerifier(browserHashing, {
    beacon: question.beacon === '' ? undefined : question.beacon,
    token: question.token === '' ? undefined : question.token,
  });
  const reader = question.bundle.stream().getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) verifier.line(line);
    bytes += value?.length ?? 0;
    told(bytes);
    if (done) break;
  }
  if (rest !== '') verifier.line(rest);
  return verifier.finish();
}
