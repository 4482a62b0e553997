// One benchmark in a process of its own, so that none inherits another's heap or warmed-up code. Sends its rows to the parent.

import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';

const [file = ''] = process.argv.slice(2);
const { bench }: { bench: Bench } = await import(pathToFileURL(file).href);
process.send?.({ name: bench.name, summary: bench.summary, rows: await bench.run() }, () => process.exit(0));
