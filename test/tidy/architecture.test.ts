import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, importsOf, productSources } from './sources.ts';

/** Which parts of `src` a part may import, itself apart. Arrows point one way: rules in the middle, the command at the rim. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  client: [],
  edge: ['core'],
  service: ['core'],
  sim: ['core'],
  web: ['core', 'client'],
  infra: ['core', 'service'],
  cli: ['core', 'client', 'edge', 'service', 'sim', 'infra'],
};

/** Doors inside a folder that has one of its own, each with the reason it stands. */
const SECOND_DOORS: Readonly<Record<string, string>> = {
  'src/client/node/index.ts': 'the client with a transport that only Node has',
  'src/core/venue/plan/index.ts': 'the part of a venue that a browser needs, without the validator',
};

const sources = productSources();
const internalImports = sources.flatMap((path) =>
  importsOf(path)
    .filter((target) => target.startsWith('src/'))
    .map((target) => ({ path, target })),
);

describe('the parts of src', () => {
  test('are those the arrows are drawn between', () => {
    const parts = new Set(sources.map(partOf));
    expect([...parts].filter((part) => !(part in MAY_IMPORT))).toEqual([]);
  });

  test('import along the arrows only', () => {
    const against = internalImports.filter(({ path, target }) => {
      const [from, to] = [partOf(path), partOf(target)];
      return from !== to && !MAY_IMPORT[from]?.includes(to);
    });
    expect(against.map(shown)).toEqual([]);
  });

  test('keep core free of input, output and the platform', () => {
    const platform = sources
      .filter((path) => partOf(path) === 'core')
      .flatMap((path) => importsOf(path).map((target) => ({ path, target })))
      .filter(({ target }) => target.startsWith('node:'));
    expect(platform.map(shown)).toEqual([]);
  });
});

describe('folders', () => {
  const doors = new Set(filesBelow('src').filter((path) => /\/index\.tsx?$/.test(path)));

  test('are entered through their door', () => {
    const past = internalImports.filter(({ path, target }) => {
      if (target in SECOND_DOORS) return false;
      const door = outermostDoor(path, target, doors);
      return door !== undefined && door !== target;
    });
    expect(past.map(shown)).toEqual([]);
  });

  test('have second doors only where one is explained', () => {
    expect(Object.keys(SECOND_DOORS).filter((door) => !doors.has(door))).toEqual([]);
  });
});

function partOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** The first door on the way from a file to what it imports, not counting folders the file itself is in. */
function outermostDoor(path: string, target: string, doors: ReadonlySet<string>): string | undefined {
  const steps = target.split('/').slice(0, -1);
  const folders = steps.map((_, i) => steps.slice(0, i + 1).join('/'));
  const entered = folders.filter((folder) => !path.startsWith(`${folder}/`));
  return entered.map((folder) => posix.join(folder, 'index.ts')).find((door) => doors.has(door));
}

function shown({ path, target }: { path: string; target: string }): string {
  return `${path} → ${target}`;
}
