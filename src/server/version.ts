import { readFileSync } from "node:fs";

/** Espera's version, as its package names it. */
export const version: string = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;
