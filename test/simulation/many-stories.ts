import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Told } from "./storyteller.ts";

const storyteller = fileURLToPath(new URL("./storyteller.ts", import.meta.url));

/** Lives through the stories of the seeds from `from` to `to` (exclusive), in as many processes as there are cores. */
export async function manyStories(from: number, to: number): Promise<Told> {
  const processes = Math.min(availableParallelism(), Math.max(1, to - from));
  const told = await Promise.all(
    Array.from({ length: processes }, (_, index) => tellInProcess(from + index, to, processes)),
  );
  const wrong = told.flatMap((one) => one.wrong ?? []).sort((one, other) => one.seed - other.seed);
  return {
    stories: told.reduce((sum, { stories }) => sum + stories, 0),
    ends: [...new Set(told.flatMap(({ ends }) => ends))],
    deaths: [...new Set(told.flatMap(({ deaths }) => deaths))],
    wrong: wrong[0] ?? null,
  };
}

async function tellInProcess(from: number, to: number, step: number): Promise<Told> {
  const child = fork(storyteller, [from, to, step].map(String), { execArgv: [] });
  const told = once(child, "message") as Promise<[Told]>;
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`a process that told stories ${from} to ${to} ended with ${code}`);
  });
  // It ends after its report: that is no failure.
  ended.catch(() => undefined);
  const [message] = await Promise.race([told, ended]);
  return message;
}
