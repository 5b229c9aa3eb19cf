import type { Command } from "commander";
import { reloaded } from "../../desk/schemas.ts";
import { Fault } from "../../faults/faults.ts";
import { ControlClient } from "../control-client.ts";
import { dataCommand, print } from "../program.ts";
import { reader, say } from "../reader.ts";
import { reloadLines } from "./reload-lines.ts";

export function addReload(program: Command): void {
  dataCommand(
    program,
    "reload",
    say(
      "hace que el servidor en marcha lea otra vez su configuración, y dice qué cambió",
      "let the running server read its configuration again, and say what changed",
    ),
  ).action(async ({ data }) => {
    const answer = await new ControlClient(data).post("/v1/server/reload", {}, reloaded);
    if (!answer) throw new Fault("server-not-running", { directory: data });
    for (const line of reloadLines(answer, reader)) print(line);
  });
}
