import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { env, stderr } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { invariant } from '../../src/core/errors/index.ts';
import {
  type ConnectionOptions,
  createTables,
  type DynamoOptions,
  type DynamoStore,
  openDynamoStore,
} from '../../src/service/adapters/store-dynamodb/index.ts';
import { systemClock, systemRandom } from '../../src/service/adapters/system/index.ts';

/** A DynamoDB to test against. */
export interface LocalDynamo {
  readonly connection: ConnectionOptions & { readonly endpoint: string };
  stop(): Promise<void>;
}

const STARTS_MAX = 5;
const START_MS_MAX = 15_000;
/** Local servers know no users, and are slow when the machine has other things to do. */
const LOCAL = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestTimeoutMs: 20_000,
};
const PATIENCE_MS = 60_000;

/**
 * Starts the server that npm brought, in memory and on a free port, or takes the one the environment names (AWS_ENDPOINT_URL_DYNAMODB).
 * Undefined where there is neither: then the tests that need it are to be skipped, which is said out loud. With CI=true that is a failure.
 */
export async function startDynamo(): Promise<LocalDynamo | undefined> {
  const endpoint = env.AWS_ENDPOINT_URL_DYNAMODB;
  if (endpoint !== undefined && endpoint !== '')
    return { connection: { ...LOCAL, endpoint }, stop: async () => {} };
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
    const silence = setTimeout(() => child.kill('SIGKILL'), START_MS_MAX);
    const listens = await isListening;
    clearTimeout(silence);
    if (listens) {
      return {
        connection: { ...LOCAL, endpoint: `http://127.0.0.1:${port}` },
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

export interface FreshTables {
  readonly options: DynamoOptions;
  /** A store on these tables, as one process would open it. */
  open(options?: Partial<DynamoOptions>): DynamoStore;
}

let made = 0;

/** Names of tables that no other test has. */
export function freshPrefix(): string {
  made += 1;
  return `t${process.pid}-${made}-`;
}

/** Tables of their own for one test. */
export async function freshTables(dynamo: LocalDynamo | undefined): Promise<FreshTables> {
  invariant(dynamo !== undefined, 'tests that need a server are skipped where there is none');
  const options = {
    prefix: freshPrefix(),
    clock: systemClock,
    random: systemRandom,
    connection: dynamo.connection,
    patienceMs: PATIENCE_MS,
  };
  await createTables(options);
  return { options, open: (changed = {}) => openDynamoStore({ ...options, ...changed }) };
}
