import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/table.ts';
import { filesBelow, read } from './sources.ts';

const pages = [
  ...filesBelow('docs').filter((path) => path.endsWith('.md')),
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
];
const root = join(import.meta.dirname, '..', '..');

describe('documentation', () => {
  test('links only to what is there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith('#'))
        .filter((link) => !existsSync(join(root, dirname(page), link.split('#')[0] ?? '')))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('shows only commands and npm scripts that exist', () => {
    const names = Object.keys(commands);
    const groups = names.map((name) => name.split(' ')[0]);
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const unknown = pages.flatMap((page) =>
      codeLines(read(page)).flatMap((line) => {
        const tix = /(?:^|\s)(?:npx )?tix ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?/.exec(line);
        const npm = /npm run (?:-s )?([\w:-]+)/.exec(line);
        const isKnown =
          tix === null ||
          names.includes(`${tix[1]} ${tix[2]}`) ||
          names.includes(`${tix[1]}`) ||
          (!tix[2] && groups.includes(tix[1]));
        return isKnown && (npm === null || scripts.includes(npm[1] ?? '')) ? [] : [`${page}: ${line}`];
      }),
    );
    expect(unknown).toEqual([]);
  });

  test('tells of every command in the command reference', () => {
    const reference = read('docs/cli.md');
    expect(Object.keys(commands).filter((name) => !reference.includes(`## tix ${name}`))).toEqual([]);
  });

  test('names only tests that exist', () => {
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/`(test\/[^`]+\.ts)`: ("[^"]+"(?:, "[^"]+")*)/g)].flatMap(
        ([, file = '', titles = '']) =>
          [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ page, file, title })),
      ),
    );
    expect(named.length).toBeGreaterThan(60);
    const missing = named.filter(
      ({ file, title }) => !existsSync(join(root, file)) || !read(file).includes(title),
    );
    expect(missing).toEqual([]);
  });

  test('decision records are numbered once', () => {
    const records = filesBelow('docs/adr').filter((path) => /\/\d{3}-/.test(path));
    const numbers = records.map((path) => path.slice('docs/adr/'.length, 'docs/adr/'.length + 3));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

/** Lines inside fenced code, and inline code of its own. */
function codeLines(page: string): string[] {
  const fenced = [...page.matchAll(/^```(?:sh|console)\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const inline = [...page.matchAll(/`((?:npx tix|tix|npm run) [^`]*)`/g)].map(([, code = '']) => code);
  return [...fenced, ...inline].filter((line) => !line.includes('|'));
}
