import type { Command } from "commander";
import { exampleConfiguration } from "../server/configuration.ts";
import { print } from "./program.ts";

export function addConfig(program: Command): void {
  program
    .command("config")
    .description("about the configuration")
    .command("example")
    .description("print the demonstration's espera.yaml, to begin your own with")
    .action(() => {
      print(exampleConfiguration());
    });
}
