import type { ReturnDialogue } from "../../line/commands.ts";
import { getVariable } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";

/**
 * The channel variables of a return call that say what the person who picks up is asked. They are on the channel, so that an
 * Espera that was restarted since the dialling asks the same.
 */
const NAME = "ESPERA_NAME";
const LATER = "ESPERA_LATER";

/** The variables of a dialogue; their values hold no comma, which would begin the next one. */
export function returnVariables({ name, laterMs }: ReturnDialogue): Record<string, string> {
  return {
    ...(name === null ? {} : { [NAME]: name }),
    ...(laterMs.length === 0 ? {} : { [LATER]: laterMs.map(Math.round).join("-") }),
  };
}

/** The dialogue that the variables of a channel say; where there are none, neither name nor choice. */
export async function readReturnVariables(session: AgiSession): Promise<ReturnDialogue> {
  const name = await getVariable(session, NAME);
  const later = await getVariable(session, LATER);
  return {
    name: name === "first" || name === "after-key" ? name : null,
    laterMs: /^\d+(-\d+)*$/.test(later ?? "") ? later!.split("-").map(Number) : [],
  };
}
