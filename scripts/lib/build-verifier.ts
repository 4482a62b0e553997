import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const OUT = 'dist/verifier/verify-draw.html';

/** Builds the page that checks a published draw: one file that works from a disk, without a network. Answers it, relative to `root`. */
export async function buildVerifier(root: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/web/verifier/main.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'warning',
  });
  // What ends a script in a page must not stand in one.
  const script = (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
  const page = readFileSync(join(root, 'src/web/verifier/page.html'), 'utf8');
  mkdirSync(dirname(join(root, OUT)), { recursive: true });
  writeFileSync(
    join(root, OUT),
    page.replace('/*SCRIPT*/', () => script),
  );
  return OUT;
}
