import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..');

/** Folders that are made, not written. */
const MADE = new Set(['node_modules', 'dist', 'coverage', '.git', '.tix']);

/** Paths of all files below a folder of the project, with `/` and relative to its root; sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .filter((path) => !path.split('/').some((part) => MADE.has(part)))
    .sort();
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function isGenerated(path: string): boolean {
  return path.includes('.generated.');
}

/** TypeScript files of the product itself. */
export function productSources(): string[] {
  return filesBelow('src').filter((path) => /\.tsx?$/.test(path) && !isGenerated(path));
}

export function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
}

/** Every node of a file, parents before children. */
export function* nodesOf(node: ts.Node): Iterable<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** What a file imports or re-exports: files of the project by path, packages by name. */
export function importsOf(path: string): string[] {
  return ts
    .preProcessFile(read(path), true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? posix.normalize(posix.join(dirname(path), fileName)) : fileName,
    );
}

/** `path:line`, as editors open it. */
export function placeOf(file: ts.SourceFile, node: ts.Node): string {
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
