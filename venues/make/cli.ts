import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { venueFiles } from './index.ts';

// Writes the shipped venues and the published schema anew: node venues/make/cli.ts
for (const [name, text] of venueFiles()) {
  writeFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), text);
  process.stdout.write(`venues/${name}  ${(text.length / 1000).toFixed(1)} kB\n`);
}
