import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatCount } from '../../framework/index.ts';
import { bad, type Check, ok } from '../finding.ts';
import type { Patient } from '../patient.ts';

const MIB = 2 ** 20;
/** A store grows with what is sold and logged; this is room for a stadium several times over. */
const FREE_MIB_MIN = 1_024;
const FREE_MIB_GOOD = 4_096;

/** Room on the disk of an embedded store. */
export const diskCheck = ({ ctx, storeUrl }: Patient): Check => ({
  name: 'disk',
  async run() {
    if (!storeUrl.startsWith('lmdb:')) return [];
    const dir = resolve(ctx.cwd, storeUrl.slice('lmdb:'.length));
    if (!existsSync(dir)) return [];
    const { bavail, bsize } = await statfs(dir);
    const freeMib = Math.floor((bavail * bsize) / MIB);
    const says = `${formatCount(freeMib)} MiB free where the store is`;
    const fix = 'Free some space, or put the store on a larger disk';
    if (freeMib < FREE_MIB_MIN) return [bad('failed', says, fix, { freeMib })];
    return [freeMib < FREE_MIB_GOOD ? bad('warning', says, fix, { freeMib }) : ok(says, { freeMib })];
  },
});
