import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Types a command of `espera` as people do, with nothing of this machine's language in its environment. `input`: what they
 * type then; `uid`, `gid`: as somebody else, which only root can do; `timeout`: after how many ms it is killed.
 */
export async function espera(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  {
    input = "",
    ...given
  }: {
    readonly input?: string;
    readonly uid?: number;
    readonly gid?: number;
    readonly timeout?: number;
  } = {},
): Promise<Ran> {
  const { NODE_TEST_CONTEXT: _, LANG: __, LC_ALL: ___, LC_MESSAGES: ____, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, ...parameters], {
    env: { ...inherited, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
    ...given,
  });
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, out, err };
}
