import { type AnyNode, type Identifier, parse } from 'acorn';
import { RUNTIME_GLOBALS, RUNTIME_MODULES } from '../runtime/index.ts';

/** Something in a bundle that CloudFront Functions (JavaScript runtime 2.0) would not take, or does not promise to. */
export interface LanguageFinding {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** ES5.1 plus const and let, template literals, arrows, rest parameters, `**`, async functions and await: all that is documented. */
const NODE_TYPES = new Set(
  `Program ImportDeclaration ImportDefaultSpecifier FunctionDeclaration FunctionExpression ArrowFunctionExpression
  VariableDeclaration VariableDeclarator ExpressionStatement BlockStatement EmptyStatement IfStatement ForStatement
  ForInStatement WhileStatement DoWhileStatement BreakStatement ContinueStatement ReturnStatement ThrowStatement
  TryStatement CatchClause SwitchStatement SwitchCase LabeledStatement Identifier Literal TemplateLiteral TemplateElement
  ThisExpression ArrayExpression ObjectExpression Property MemberExpression CallExpression NewExpression UnaryExpression
  BinaryExpression LogicalExpression AssignmentExpression UpdateExpression ConditionalExpression SequenceExpression
  AwaitExpression RestElement`.split(/\s+/),
);

/** Methods of later editions that are easily written by habit; the runtime finds out only when they are called. */
const LATER_METHODS = new Set(
  `at flat flatMap findLast findLastIndex fromEntries hasOwn matchAll structuredClone toReversed toSorted toSpliced with
  withResolvers groupBy`.split(/\s+/),
);

/** Everything in `code` that the runtime does not document, in order; empty when the bundle is acceptable. */
export function languageFindings(code: string): readonly LanguageFinding[] {
  let program: ReturnType<typeof parse>;
  try {
    program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  } catch (error) {
    return [{ line: 1, column: 0, message: `is not JavaScript: ${String(error)}` }];
  }
  const findings: LanguageFinding[] = [];
  const declared = new Set<string>();
  const references: Identifier[] = [];
  const report = (node: AnyNode, message: string) =>
    findings.push({ line: node.loc?.start.line ?? 1, column: node.loc?.start.column ?? 0, message });

  for (const { node, parent, role, inArguments } of nodesIn(program)) {
    const problem = NODE_TYPES.has(node.type)
      ? problemWith(node, inArguments)
      : `${inWords(node.type)} is not offered`;
    if (problem !== undefined) report(node, problem);
    if (node.type !== 'Identifier') continue;
    if (declares(parent, role)) declared.add(node.name);
    else if (!isMerelyName(parent, role)) references.push(node);
  }
  for (const reference of references) {
    if (!declared.has(reference.name) && !RUNTIME_GLOBALS.has(reference.name)) {
      report(reference, `the global ${reference.name} is not offered`);
    }
  }
  const hasHandler = program.body.some(
    (node) => node.type === 'FunctionDeclaration' && node.id?.name === 'handler' && node.async,
  );
  if (!hasHandler) report(program, 'there is no top-level `async function handler`');
  return findings.sort((a, b) => a.line - b.line || a.column - b.column);
}

function problemWith(node: AnyNode, inArguments: boolean): string | undefined {
  switch (node.type) {
    case 'AwaitExpression':
      return inArguments ? 'await among arguments is not offered' : undefined;
    case 'ImportDeclaration':
      return RUNTIME_MODULES.includes(String(node.source.value))
        ? undefined
        : `the module ${String(node.source.value)} is not offered (only ${RUNTIME_MODULES.join(', ')})`;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return node.generator ? 'generators are not offered' : undefined;
    case 'ArrowFunctionExpression':
      return node.async ? 'async arrows are not offered' : undefined;
    case 'LogicalExpression':
      return node.operator === '??' ? 'the operator ?? is not offered' : undefined;
    case 'AssignmentExpression':
      return ['??=', '||=', '&&='].includes(node.operator)
        ? `the operator ${node.operator} is not offered`
        : undefined;
    case 'Property':
      return node.shorthand || node.computed || node.method
        ? 'properties without a plain name and value are not offered'
        : undefined;
    case 'CatchClause':
      return node.param ? undefined : 'catch without a binding is not offered';
    case 'Literal':
      if (typeof node.bigint === 'string') return 'BigInt is not offered';
      return node.regex && /[^gim]/.test(node.regex.flags)
        ? `the regular expression flags ${node.regex.flags} are not offered`
        : undefined;
    case 'MemberExpression':
      return node.property.type === 'Identifier' && !node.computed && LATER_METHODS.has(node.property.name)
        ? `the method ${node.property.name} is not offered`
        : undefined;
    default:
      return undefined;
  }
}

interface Visited {
  readonly node: AnyNode;
  readonly parent: AnyNode | undefined;
  /** The property of `parent` that leads to `node`. */
  readonly role: string;
  /** Whether it is part of an argument in a call of the same function. */
  readonly inArguments: boolean;
}

function* nodesIn(node: AnyNode, parent?: AnyNode, role = '', inArguments = false): Generator<Visited> {
  yield { node, parent, role, inArguments };
  // Inside what is not offered there is nothing more to say.
  if (!NODE_TYPES.has(node.type)) return;
  const inside = inArguments && !/Function/.test(node.type);
  for (const [key, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* nodesIn(child, node, key, inside || key === 'arguments');
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Whether an identifier in this place makes a name known. Scopes are not told apart: a bundle's names are its own anyway. */
function declares(parent: AnyNode | undefined, role: string): boolean {
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return role === 'id' || role === 'params';
    case 'CatchClause':
      return role === 'param';
    case 'ImportDefaultSpecifier':
    case 'RestElement':
      return true;
    default:
      return false;
  }
}

/** Whether an identifier in this place is a property's or a label's name and refers to no variable. */
function isMerelyName(parent: AnyNode | undefined, role: string): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return role === 'property' && !parent.computed;
    case 'Property':
      return role === 'key' && !parent.computed;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return role === 'label';
    default:
      return false;
  }
}

/** `SpreadElement` as `spread element`. */
function inWords(type: string): string {
  return type.replace(/(?!^)[A-Z]/g, ' $&').toLowerCase();
}
