/** An `import` line of a built function, as the build writes it. */
const IMPORT_LINE = /^import ([\w$]+) from '(\w+)';\n/gm;

/** The line that imports a module's default export under `name`. */
export function importLine(name: string, moduleName: string): string {
  return `import ${name} from '${moduleName}';\n`;
}

/** The code with each import line turned into `const name = <expression of the module's name>;`, for engines without modules. */
export function replaceImportLines(code: string, expression: (moduleName: string) => string): string {
  return code.replace(
    IMPORT_LINE,
    (_line, name: string, moduleName: string) => `const ${name} = ${expression(moduleName)};\n`,
  );
}
