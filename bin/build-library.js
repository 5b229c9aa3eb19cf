// Plain JavaScript, for npm runs it with whatever Node there is. Makes of src/queueing/ what others import as
// `espera/queueing`, because Node runs no TypeScript inside node_modules: dist/queueing/, JavaScript and types. Espera
// itself does not need it, so where there is no compiler (`npm ci --omit=dev`) nothing is made and nothing fails;
// with --required, before packing, it does.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiler = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const required = process.argv.includes("--required");

if (existsSync(compiler)) {
  rmSync(new URL("../dist/queueing", import.meta.url), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.library.json"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error("The library espera/queueing could not be built; the server does not need it.");
    if (required) process.exit(1);
  }
} else if (required) {
  console.error("There is no compiler to build the library espera/queueing with. Run 'npm ci' first.");
  process.exit(1);
}
