import type { Registry } from "../../port/registry.ts";
import type { Runner } from "../script.ts";
import { openOperation, operationByName, operations } from "./operations.ts";
import { dayUse, reserveRequests } from "./request-quota.ts";
import { addSettings, newestSettings, settingsVersions } from "./settings-versions.ts";
import { changeToken, insertToken, noteTokenUse, revokeToken, tokens } from "./tokens.ts";

/** The registry, except for the lookup of one token. */
export function registryOf({ read, readMoment, write }: Runner): Omit<Registry, "token"> {
  return {
    openOperation: async (wanted) =>
      (await read(operationByName(wanted.name))) ?? (await write(() => openOperation(wanted))),
    operations: () => read(operations()),
    settings: (operation) => read(newestSettings(operation)),
    settingsVersions: (operation) => read(settingsVersions(operation)),
    addSettings: (operation, settings, at) => write(() => addSettings(operation, settings, at)),
    addToken: (token) => write(() => insertToken(token)),
    tokens: (operation) => read(tokens(operation)),
    revokeToken: (id, at) => write(() => revokeToken(id, at)),
    changeToken: (id, settings) => write(() => changeToken(id, settings)),
    noteTokenUse: (id, at) => write(() => noteTokenUse(id, at)),
    dayUse: (operation, day) => readMoment(dayUse(operation, day)),
    reserveRequests: (operation, day, asked) => write(() => reserveRequests(operation, day, asked)),
  };
}
