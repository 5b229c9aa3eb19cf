#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one gets a sentence instead of a syntax error.
import { existsSync, mkdirSync } from "node:fs";
import nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

if (import.meta.url.includes("/node_modules/")) {
  console.error(
    "Espera's server does not run as an installed package: Node runs no TypeScript inside node_modules. Clone or unpack " +
      "Espera into a folder of its own, and there 'npm ci' and 'npm start'. What a package can be used for is the " +
      'mathematics: import ... from "espera/queueing".',
  );
  process.exit(1);
}
const major = Number(process.versions.node.split(".")[0]);
if (major < 26) {
  console.error(
    `Espera needs Node 26 or newer; this is ${process.version} (${process.platform}-${process.arch}). ` +
      "'npm ci' brings the runtime along on Linux (glibc), macOS and Windows: run Espera with 'npm start' or " +
      "'npx espera'. Elsewhere (musl, an older glibc) put a Node 26 or newer on the PATH.",
  );
  process.exit(1);
}
// What Node compiles is kept for the next start, which takes half the time by it. Where it cannot be kept, such as
// without a home folder, everything goes on as before. The variable tells threads of it too.
try {
  process.env.NODE_COMPILE_CACHE ||= compiledFolder();
  nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE);
} catch {
  // There is no place for it.
}
import("../src/main.ts");

/** The folder, made one by one: made at once, Node tries for ever where the file system has no room for folders. */
function compiledFolder() {
  let folder = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  mkdirUnlessThere(folder);
  for (const below of ["espera", "compiled"]) {
    folder = join(folder, below);
    mkdirUnlessThere(folder);
  }
  return folder;
}

function mkdirUnlessThere(folder) {
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
}
