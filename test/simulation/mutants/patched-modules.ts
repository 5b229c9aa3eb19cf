import { globSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import type { Patch } from "./patches.ts";

const root = new URL("../../../", import.meta.url);
const MARK = "patch";
/** By the names of patches: the module that is changed, and its text then. */
const changed = new Map<string, { readonly url: string; readonly text: string }>();
let registered = false;

/**
 * Loads a module, and all of the project that it imports, once more, with one place of one file written otherwise; who
 * loads it as usual gets it as it is. `name` keeps the patches apart. Throws where the text to replace is not found
 * exactly once.
 */
export async function loadPatched<T>(name: string, patch: Patch, module: URL): Promise<T> {
  changed.set(name, changeOf(patch));
  if (!registered) register();
  registered = true;
  const url = new URL(module);
  url.searchParams.set(MARK, name);
  return (await import(url.href)) as T;
}

function changeOf({ within, find, replace }: Patch): { readonly url: string; readonly text: string } {
  const found = globSync(`${within}**/*.ts`, { cwd: fileURLToPath(root) }).flatMap((file) => {
    const url = new URL(file, root);
    const parts = readFileSync(url, "utf8").split(find);
    return parts.slice(1).map(() => ({ url: url.href, text: parts.join(replace) }));
  });
  if (found.length !== 1)
    throw new Error(`the text to be replaced is ${found.length} times in ${within}: ${find}`);
  return found[0]!;
}

function register(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const name = nameIn(context.parentURL);
      const isOurs = resolved.url.startsWith(root.href) && !resolved.url.includes("/node_modules/");
      if (name === null || !isOurs || nameIn(resolved.url) !== null) return resolved;
      const url = new URL(resolved.url);
      url.searchParams.set(MARK, name);
      return { ...resolved, url: url.href };
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const name = nameIn(url);
      const change = name === null ? undefined : changed.get(name);
      return change && url.startsWith(`${change.url}?`) ? { ...loaded, source: change.text } : loaded;
    },
  });
}

function nameIn(url: string | undefined): string | null {
  return url?.includes(`${MARK}=`) ? new URL(url).searchParams.get(MARK) : null;
}
