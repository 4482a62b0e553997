import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { buildVerifier } from './build-verifier.ts';

const OUT = 'dist/web';

/** Builds the buyer's pages and answers the files made, relative to `root`. */
export async function buildWeb(root: string): Promise<readonly string[]> {
  // Vite asks the environment which React to take, and whoever calls (a test runner, say) may have set another.
  process.env.NODE_ENV = 'production';
  await build({ configFile: join(root, 'src/web/vite.config.ts'), logLevel: 'warn' });
  const verifier = await buildVerifier(root);
  const pages = readdirSync(join(root, OUT), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
  return [...pages, verifier];
}
