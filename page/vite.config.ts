import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Makes dist/page/: one script for the first look, others when their screen is opened, no inline script or style. */
export default defineConfig({
  root: here("."),
  publicDir: here("public"),
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: here("../dist/page"),
    emptyOutDir: true,
    assetsDir: "assets",
    modulePreload: false,
    target: ["chrome120", "firefox121", "safari17"],
    // The content security policy lets no data: address in.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
