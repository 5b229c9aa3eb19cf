#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one gets a sentence instead of a syntax error.
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
import("../src/main.ts");
