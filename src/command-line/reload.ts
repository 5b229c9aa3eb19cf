import type { Command } from "commander";
import { reloaded } from "../api/control/schemas.ts";
import { Fault } from "../line/faults.ts";
import { languageOf } from "../reports/language.ts";
import { ControlClient } from "./control-client.ts";
import { dataCommand, languageOption, print } from "./program.ts";
import { reloadLines } from "./reload-lines.ts";

export function addReload(program: Command): void {
  dataCommand(program, "reload", "let the running server read its configuration again, and say what changed")
    .addOption(languageOption())
    .action(async ({ data, lang }) => {
      const answer = await new ControlClient(data).post("/v1/server/reload", {}, reloaded);
      if (!answer) throw new Fault("server-not-running", { directory: data });
      for (const line of reloadLines(answer, languageOf(lang, process.env))) print(line);
    });
}
