import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findProgram } from '../../scripts/lib/system-programs.mjs';

/** A server of somebody else's, started for one benchmark in a folder that goes with it; reached by a Unix socket. */
export interface PeerServer extends AsyncDisposable {
  /** Folder of the data and the socket. */
  readonly dir: string;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** PostgreSQL as its package sets it up, durable: an answer waits for the flush of its commit. Undefined when it is not installed. */
export async function startPostgres(): Promise<PeerServer | undefined> {
  const initdb = postgresProgram('initdb');
  const postgres = postgresProgram('postgres');
  if (initdb === undefined || postgres === undefined) return undefined;
  // It refuses to run as root; its package makes an account for it.
  const account = process.getuid?.() === 0 ? accountOf('postgres') : {};
  if (account === undefined) return undefined;
  const dir = ownFolder('tix-bench-postgres-', account);
  const data = join(dir, 'data');
  const made = spawnSync(
    initdb,
    ['--pgdata', data, '--username', 'tix', '--auth', 'trust', '--encoding', 'UTF8'],
    { ...account, cwd: dir, encoding: 'utf8' },
  );
  if (made.status !== 0) {
    rmSync(dir, { recursive: true, force: true });
    throw new Error(`initdb failed: ${made.stderr.trim()}`);
  }
  const settings = {
    listen_addresses: '',
    unix_socket_directories: dir,
    fsync: 'on',
    synchronous_commit: 'on',
  };
  const args = [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const child = spawn(postgres, args, { ...account, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
  // SIGQUIT is its immediate shutdown: the processes of its connections go as well.
  return started(child, child.stderr, 'ready to accept connections', dir, 'SIGQUIT');
}

/** Redis with an append-only file flushed as said. Undefined when it is not installed. */
export async function startRedisPeer(flushed: 'always' | 'everysec'): Promise<PeerServer | undefined> {
  const program = findProgram('redis-server');
  if (program === undefined) return undefined;
  const dir = ownFolder('tix-bench-redis-', {});
  const settings = {
    '--port': '0',
    '--unixsocket': join(dir, 'socket'),
    '--dir': dir,
    '--save': '',
    '--appendonly': 'yes',
    '--appendfsync': flushed,
  };
  const child = spawn(program, Object.entries(settings).flat(), { stdio: ['ignore', 'pipe', 'inherit'] });
  return started(child, child.stdout, 'ready to accept connections', dir, 'SIGKILL');
}

async function started(
  child: ChildProcess,
  output: NodeJS.ReadableStream,
  readyLine: string,
  dir: string,
  endWith: NodeJS.Signals,
): Promise<PeerServer> {
  const endNow = () => void child.kill(endWith);
  process.once('exit', endNow);
  const stop = async () => {
    process.off('exit', endNow);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(endWith);
      await ended;
    }
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: output }).on('line', (line) => {
        if (line.toLowerCase().includes(readyLine)) resolve();
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with exit code ${code}`)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { dir, [Symbol.asyncDispose]: stop };
}

function ownFolder(prefix: string, account: Partial<Account>): string {
  const dir = mkdtempSync(join(tmpdir(), prefix));
  if (account.uid !== undefined && account.gid !== undefined) chownSync(dir, account.uid, account.gid);
  return dir;
}

function accountOf(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** From the PATH, or the newest version where Debian keeps them. */
function postgresProgram(name: string): string | undefined {
  const onPath = findProgram(name);
  if (onPath !== undefined) return onPath;
  try {
    const versions = readdirSync(DEBIAN_POSTGRES).filter((version) => /^\d+$/.test(version));
    const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
    return newest === undefined ? undefined : join(DEBIAN_POSTGRES, newest, 'bin', name);
  } catch {
    return undefined;
  }
}
