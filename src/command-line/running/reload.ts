import type { Command } from "commander";
import { reloadServer } from "../../api/v1/schema/administration.ts";
import { order } from "../native-api.ts";
import { dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { reloadLines } from "./reload-lines.ts";

export function addReload(program: Command): void {
  dataCommand(
    program,
    "reload",
    toReader(
      "hace que el servidor en marcha lea otra vez su configuración, y dice qué cambió",
      "make the running server read its configuration again, and say what changed",
    ),
  ).action(async ({ data }) => {
    for (const line of reloadLines(await order(data, reloadServer), reader)) print(line);
  });
}
