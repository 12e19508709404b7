import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compileFunction } from 'node:vm';

// What a snippet declares is known to its reader only.
// eslint-disable-next-line
type Declared = Record<string, any>;

/** The text of a page of the documentation. */
export function textOf(page = 'docs/frontend.md'): string {
  return readFileSync(resolve(import.meta.dirname, '../..', page), 'utf8');
}

/** The one snippet of a page that has `opening` in it. */
export function snippetOf(opening: string, page?: string): string {
  const snippets = [...textOf(page).matchAll(/```(?:js|tsx)\n([^]*?)```/g)]
    .map(([, it]) => it!)
    .filter((it) => it.includes(opening));
  expect(snippets).toHaveLength(1);
  return snippets[0]!;
}

/** All code of a page, but for the comments. */
export function codeOf(page: string): string[] {
  const code = [...textOf(page).matchAll(/```\w+\n([^]*?)```/g)];
  return code.map(([, it]) => it!.replace(/ *(\/\/ |\/\*\*|#).*\n/g, '\n'));
}

/** Runs a snippet of a page as it stands there; its imports, and what a page has around it, are given. */
export async function run(
  opening: string,
  given: Record<string, unknown>,
  declares: readonly string[],
  page?: string,
): Promise<Declared> {
  const code = snippetOf(opening, page).replace(/^import .*$/gm, '');
  const body = `return (async () => { ${code}; return { ${declares.join(', ')} }; })();`;
  const runNow = compileFunction(body, Object.keys(given));
  return (await runNow(...Object.values(given))) as Declared;
}
