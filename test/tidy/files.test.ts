import { describe, expect, test } from 'vitest';
import { filesBelow, isGenerated, read } from './sources.ts';

const WRITTEN = ['src', 'test', 'scripts', 'bench', 'bin', 'docs'].flatMap(filesBelow);
const TOP = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'package.json', 'tsconfig.json'];
const TEXT = /\.(tsx?|m?js|json|md|css|html)$/;
const LINES_MAX = 400;

describe('files', () => {
  test(`have at most ${LINES_MAX} lines`, () => {
    const long = WRITTEN.filter((path) => /\.(tsx?|m?js)$/.test(path) && !isGenerated(path))
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > LINES_MAX);
    expect(long).toEqual([]);
  });

  test('name no folder of the machine they were written on', () => {
    const homes = /(?<![\w.])\/(?:work|home|Users|root)\/\w/;
    const places = [...WRITTEN.filter((path) => TEXT.test(path)), ...TOP].flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, i) =>
          homes.test(line) && !line.includes('const homes') ? [`${path}:${i + 1}`] : [],
        ),
    );
    expect(places).toEqual([]);
  });

  test('carry no marks of unfinished work', () => {
    const marks = new RegExp(
      ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].map((mark) => `\\b${mark}\\b`).join('|'),
    );
    const places = WRITTEN.filter((path) => /\.(tsx?|m?js|md)$/.test(path) && !isGenerated(path)).flatMap(
      (path) =>
        read(path)
          .split('\n')
          .flatMap((line, i) => (marks.test(line) ? [`${path}:${i + 1}`] : [])),
    );
    expect(places).toEqual([]);
  });
});
