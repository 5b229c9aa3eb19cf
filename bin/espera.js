#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one gets a sentence instead of a syntax error.
const major = Number(process.versions.node.split(".")[0]);
if (major < 26) {
  console.error(
    `Espera needs Node 26 or newer; this is ${process.version} (${process.platform}-${process.arch}). ` +
      "'npm ci' brings the runtime along on Linux (glibc), macOS and Windows: run Espera with 'npm start' or " +
      "'npx espera'. Elsewhere (musl, an older glibc) put a Node 26 or newer on the PATH.",
  );
  process.exit(1);
}
import("../src/main.ts");
