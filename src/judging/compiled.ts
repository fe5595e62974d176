/**
 * Where the thread's file lies. Node loads JavaScript only, so the TypeScript that the tests run from `src/` starts
 * the compiled file of the same name in `dist/`; `npm test` builds first.
 */
export function compiled(name: string, importer: string): URL {
  const beside = new URL(name, importer)
  if (!importer.endsWith('.ts')) return beside
  return new URL(beside.href.replace(/\/src\/(judging\/.*)$/, '/dist/$1'))
}
