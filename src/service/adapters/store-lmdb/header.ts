import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { StoreUnavailableError } from '../../ports/index.ts';

const MAGIC = 0xbeefc0de;
const FILE_VERSION = 2;
const META_BYTES = 168;
/** Pages a sound file may lack at its end: the last transaction may have numbered pages that it did not need in the end. */
const UNWRITTEN_PAGES_MAX = 256;

/**
 * Refuses a file that is not an LMDB database, or one cut short, before the library maps it: reading beyond the end of a mapped file
 * ends the process without a word. An absent or empty file is one that is about to be created.
 *
 * Layout of a meta page (lmdb-js 3, two of them at the start of the file): magic at byte 24, version at 28, page size at 48, last page
 * number at 144, transaction number at 152; little-endian.
 *
 * @throws StoreUnavailableError
 */
export function assertSoundFile(file: string, dir: string): void {
  if (!existsSync(file)) return;
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size === 0) return;
    const first = readMeta(handle, 0);
    if (first === undefined) {
      throw new StoreUnavailableError(
        `Store ${dir}: data.mdb is not an LMDB database of this kind. Name another directory, or move that file away.`,
      );
    }
    const second = readMeta(handle, first.pageSize);
    const latest = second !== undefined && second.transaction > first.transaction ? second : first;
    const bytesMin = (latest.lastPage + 1 - UNWRITTEN_PAGES_MAX) * latest.pageSize;
    if (second === undefined || size < bytesMin) {
      throw new StoreUnavailableError(
        `Store ${dir}: data.mdb is cut short (${size} bytes of ${(latest.lastPage + 1) * latest.pageSize}). Restore it from a backup.`,
      );
    }
  } finally {
    closeSync(handle);
  }
}

interface Meta {
  readonly pageSize: number;
  readonly lastPage: number;
  readonly transaction: number;
}

function readMeta(handle: number, position: number): Meta | undefined {
  const bytes = Buffer.alloc(META_BYTES);
  if (readSync(handle, bytes, 0, META_BYTES, position) < META_BYTES) return undefined;
  if (bytes.readUInt32LE(24) !== MAGIC || bytes.readUInt16LE(28) !== FILE_VERSION) return undefined;
  return {
    pageSize: bytes.readUInt32LE(48),
    lastPage: Number(bytes.readBigUInt64LE(144)),
    transaction: Number(bytes.readBigUInt64LE(152)),
  };
}
