import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describeApi } from '../../src/openapi.js';
import { startServer } from '../../test/support/server.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly nullable?: boolean;
  readonly items?: Schema;
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
}

/** The client's name of a type, and the document's. */
const PAIRS = [
  ['User', 'UserView'],
  ['Tokens', 'KakaoTokensView'],
] as const;

it('has the types of the OpenAPI document, no member more or less', async () => {
  const server = await startServer();
  const { schemas = {} } = describeApi(server.app).components ?? {};
  await server.close();
  const checks = PAIRS.flatMap(([own, view]) => [
    `type ${view} = Required<${toType({ $ref: view }, schemas as never)}>;`,
    `export const to${view}: ${view} = {} as Required<${own}>;`,
    `export const from${view}: Required<${own}> = {} as ${view};`,
  ]);
  const text = `import type { Tokens, User } from './types.js';
${checks.join('\n')}
export const isSeen: User & { age: number } = {} as User;`;
  expect(problemsIn(text)).toEqual([expect.stringContaining("'age'")]);
});

it('can be used in Node, without the types of a browser', () => {
  const source = new URL('../src/', import.meta.url).pathname;
  const written = new Map(
    readdirSync(source).map((name) => [
      source + name.replace('.ts', '.d.ts'),
      ts.transpileDeclaration(readFileSync(source + name, 'utf8'), {})
        .outputText,
    ]),
  );
  const node = {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
  };
  const host = ts.createCompilerHost({ ...node, noEmit: true });
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => written.has(path) || ts.sys.fileExists(path);
  host.getSourceFile = (path, ...rest) =>
    written.has(path)
      ? ts.createSourceFile(path, written.get(path)!, node.target)
      : getSourceFile(path, ...rest);
  // Sources lie beside what they become, and would be found first.
  host.resolveModuleNameLiterals = (names, from, ...[, options]) =>
    names.map(({ text }) => {
      const path = new URL(text.replace(/js$/, 'd.ts'), `file://${from}`);
      const resolvedFileName = path.pathname;
      return written.has(resolvedFileName)
        ? { resolvedModule: { resolvedFileName, extension: '.d.ts' } }
        : ts.resolveModuleName(text, from, options, host);
    });
  const program = ts.createProgram([...written.keys()], node, host);
  const problems = [...written.keys()].flatMap((path) =>
    program.getSemanticDiagnostics(program.getSourceFile(path)),
  );
  expect(
    problems.map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, ' '),
    ),
  ).toEqual([]);
});

function toType(schema: Schema, schemas: Record<string, Schema>): string {
  if (schema.$ref)
    return toType(schemas[schema.$ref.split('/').at(-1)!]!, schemas);
  if (schema.allOf)
    return schema.allOf.map((part) => toType(part, schemas)).join(' & ');
  const nullable = schema.nullable ? ' | null' : '';
  if (schema.enum)
    return schema.enum.map((value) => `'${value}'`).join(' | ') + nullable;
  if (schema.type === 'array') return `(${toType(schema.items!, schemas)})[]`;
  if (schema.type === 'object') {
    const members = Object.entries(schema.properties ?? {}).map(
      ([name, member]) => `${name}: ${toType(member, schemas)};`,
    );
    return `{ ${members.join(' ')} }${nullable}`;
  }
  const type = schema.type === 'integer' ? 'number' : schema.type;
  return type + nullable;
}

/** What the compiler says of a file that lies beside the client's own. */
function problemsIn(text: string): string[] {
  const path = new URL('../src/checked.ts', import.meta.url).pathname;
  const options = {
    strict: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2015.d.ts'],
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === path
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
      : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, ' '),
    );
}
