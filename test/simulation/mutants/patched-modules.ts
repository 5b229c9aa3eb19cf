import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import type { Patch } from "./patches.ts";

const root = new URL("../../../", import.meta.url).href;
const MARK = "patch";
const known = new Map<string, Patch>();
let registered = false;

/**
 * Loads a module, and all of the project that it imports, once more, with one place of one file written otherwise; who
 * loads it as usual gets it as it is. `name` tells the patches apart. Throws where the text to replace is not found
 * exactly once.
 */
export async function loadPatched<T>(name: string, patch: Patch, module: URL): Promise<T> {
  patchedText(patch, readFileSync(new URL(patch.file, root), "utf8"));
  known.set(name, patch);
  if (!registered) register();
  registered = true;
  const url = new URL(module);
  url.searchParams.set(MARK, name);
  return (await import(url.href)) as T;
}

function patchedText({ file, find, replace }: Patch, text: string): string {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(`${file} has the text to be replaced ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}

function register(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const name = nameIn(context.parentURL);
      const isOurs = resolved.url.startsWith(root) && !resolved.url.includes("/node_modules/");
      if (name === null || !isOurs || nameIn(resolved.url) !== null) return resolved;
      const url = new URL(resolved.url);
      url.searchParams.set(MARK, name);
      return { ...resolved, url: url.href };
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const name = nameIn(url);
      const patch = name === null ? undefined : known.get(name);
      const file = fileURLToPath(new URL(url));
      if (!patch || fileURLToPath(new URL(patch.file, root)) !== file) return loaded;
      return { ...loaded, source: patchedText(patch, readFileSync(file, "utf8")) };
    },
  });
}

function nameIn(url: string | undefined): string | null {
  return url?.includes(`${MARK}=`) ? new URL(url).searchParams.get(MARK) : null;
}
