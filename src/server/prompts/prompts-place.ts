import type { PromptsPlace } from "../../api/accounts/prompts/prompt-desk.ts";
import type { ConfiguredOperation } from "../../configuration/configuration.ts";

/** Where the sounds are that callers of a configured operation hear; one that is not configured is played. */
export function promptsPlaceOf(configured: Pick<ConfiguredOperation, "exchange"> | undefined): PromptsPlace {
  if (configured?.exchange.kind !== "asterisk") return { kind: "simulated" };
  const { prompts } = configured.exchange;
  return typeof prompts === "string" ? { kind: "asterisk" } : { kind: "folder", folder: prompts.espera };
}
