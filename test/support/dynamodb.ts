import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { env, stderr } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ConnectionOptions } from '../../src/service/adapters/store-dynamodb/index.ts';

/** A DynamoDB to test against. */
export interface LocalDynamo {
  readonly connection: ConnectionOptions & { readonly endpoint: string };
  stop(): Promise<void>;
}

const STARTS_MAX = 5;
/** Local servers take any; one given by the environment may not. */
const ANYBODY = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/**
 * Starts the server that npm brought, in memory and on a free port, or takes the one the environment names (AWS_ENDPOINT_URL_DYNAMODB).
 * Undefined where there is neither: then the tests that need it are to be skipped, which is said out loud. With CI=true that is a failure.
 */
export async function startDynamo(): Promise<LocalDynamo | undefined> {
  const endpoint = env.AWS_ENDPOINT_URL_DYNAMODB;
  if (endpoint !== undefined && endpoint !== '')
    return { connection: { ...ANYBODY, endpoint }, stop: async () => {} };
  const program = brought();
  if (program !== undefined) return start(program);
  const message = `there is no DynamoDB server for ${process.platform}-${process.arch} on npm; start one and set AWS_ENDPOINT_URL_DYNAMODB`;
  if (env.CI === 'true') throw new Error(`${message}; with CI=true nothing may be skipped`);
  stderr.write(`\nSKIPPED: ${message}: the tests of the DynamoDB store prove nothing on this machine.\n`);
  return undefined;
}

function brought(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return fileURLToPath(new URL('dynoxide', import.meta.resolve('@dynoxide/linux-x64/package.json')));
}

async function start(program: string): Promise<LocalDynamo> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = spawn(program, ['--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const isListening = new Promise<boolean>((resolve) => {
      const lines = (stream: NodeJS.ReadableStream) =>
        createInterface({ input: stream }).on(
          'line',
          (line) => line.includes('listening on') && resolve(true),
        );
      lines(child.stdout);
      lines(child.stderr);
      void ended.then(() => resolve(false));
    });
    process.once('exit', () => child.kill('SIGKILL'));
    if (await isListening) {
      return {
        connection: { ...ANYBODY, endpoint: `http://127.0.0.1:${port}` },
        async stop() {
          child.kill('SIGKILL');
          await ended;
        },
      };
    }
    // Somebody else took the port in between.
    if (attempt === STARTS_MAX) throw new Error(`${program} does not start`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
