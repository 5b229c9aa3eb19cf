// Plain JavaScript, for npm runs it with whatever Node there is. Makes the web page of page/: dist/page/, with each file
// compressed beside it, as Espera sends it. Where there is nothing to build it with (`npm ci --omit=dev`) what is there
// stays, and nothing fails; with --required, before packing, it does.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const bundler = fileURLToPath(new URL("../node_modules/vite/bin/vite.js", import.meta.url));
const built = new URL("../dist/page/", import.meta.url);
const required = process.argv.includes("--required");

if (existsSync(bundler)) {
  const asked = [bundler, "build", "--config", "page/vite.config.ts", "--logLevel", "warn"];
  const { status } = spawnSync(process.execPath, asked, { cwd: root, stdio: "inherit" });
  if (status === 0) compressAll();
  else {
    console.error("The web page could not be built; the server runs without it.");
    if (required) process.exit(1);
  }
} else if (required) {
  console.error("There is nothing to build the web page with. Run 'npm ci' first.");
  process.exit(1);
}

function compressAll() {
  for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = `${entry.parentPath}/${entry.name}`;
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}
