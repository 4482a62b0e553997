import { TrieRouter } from 'hono/router/trie-router';

/** Answers which methods a path has, for telling "wrong method" from "nothing here". Built from the app's own routes. */
export function methodsAt(routes: readonly { readonly method: string; readonly path: string }[]) {
  const router = new TrieRouter<string>();
  const methods = new Set<string>();
  for (const { method, path } of routes) {
    // Middleware is registered for ALL methods and says nothing about what is offered.
    if (method === 'ALL') continue;
    methods.add(method);
    router.add(method, path, method);
  }
  return (path: string): string[] =>
    [...methods].filter((method) => router.match(method, path)[0].length > 0).sort();
}
