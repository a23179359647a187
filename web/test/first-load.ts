/** What a page loads before anybody touches it, read from its HTML and from what the build wrote down. */
export interface PageParts {
  folder: string;
  manifest: Record<
    string,
    { file: string; imports?: string[]; dynamicImports?: string[]; css?: string[] } | undefined
  >;
  html: string;
}

export interface FirstLoad {
  /** Scripts, the entry first. */
  scripts: string[];
  styles: string[];
  /** Scripts that only a step of the person brings. */
  later: string[];
  /** Scripts that the page's own HTML names. */
  named: string[];
}

export function firstLoad({ manifest, html }: PageParts, page: string): FirstLoad {
  const named = [
    ...[...html.matchAll(/<script[^>]*\bsrc="\/([^"]+\.js)"/g)],
    ...[...html.matchAll(/<link[^>]*\brel="modulepreload"[^>]*\bhref="\/([^"]+)"/g)],
  ].map(([, file = '']) => file);
  const now = follow(manifest, [page]);
  const lazy = now.flatMap((key) => manifest[key]?.dynamicImports ?? []);
  const all = follow(manifest, [...now, ...lazy], true);
  const isScript = (file: string) => file.endsWith('.js');
  const files = (keys: string[]) => keys.flatMap((key) => manifest[key]?.file ?? []);
  const css = (keys: string[]) => [
    ...new Set(
      keys
        .flatMap((key) => [...(manifest[key]?.css ?? []), ...files([key])])
        .filter((file) => file.endsWith('.css')),
    ),
  ];
  const scripts = [...new Set([...files(now), ...named])].filter(isScript);
  return {
    scripts,
    styles: css(now),
    later: files(all).filter((file) => isScript(file) && !scripts.includes(file)),
    named,
  };
}

/** Keys of the manifest reached by imports, in the order of discovery. */
function follow(manifest: PageParts['manifest'], from: readonly string[], withLazy = false): string[] {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined || seen.has(key)) return;
    seen.add(key);
    for (const next of [...(chunk.imports ?? []), ...(withLazy ? (chunk.dynamicImports ?? []) : [])])
      visit(next);
  };
  for (const key of from) visit(key);
  return [...seen];
}
