import type { NodesAnswer } from "../../../src/api/accounts/nodes/node-forms.ts";
import { address, refine } from "../../store/address.ts";
import { useFetched } from "../../store/fetched.ts";
import { session } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { AuditScreen } from "./audit.tsx";
import { Displays } from "./displays.tsx";
import { Nodes } from "./nodes.tsx";
import { SessionsScreen } from "./sessions.tsx";
import { Tokens } from "./tokens.tsx";
import { Users } from "./users.tsx";

const PARTS = {
  users: { title: "users", Part: Users },
  displays: { title: "displays", Part: Displays },
  sessions: { title: "sessions", Part: SessionsScreen },
  tokens: { title: "tokens", Part: Tokens },
  audit: { title: "audit", Part: AuditScreen },
  nodes: { title: "nodes", Part: Nodes },
} as const;
type Name = keyof typeof PARTS;

/** Who signs in, screens on walls, tokens of programs, what all of them did, and the servers. */
export function Administration() {
  return (
    <>
      <h1>{say("administration")}</h1>
      {session.value?.administers ? <Parts /> : <p class="empty">{say("administratorsOnly")}</p>}
    </>
  );
}

/** Nodes are among them where the server is one. */
function Parts() {
  const wanted = address.value.searchParams.get("show") ?? "";
  const isNode = (useFetched<NodesAnswer>("/v1/nodes").value.answer?.nodes ?? null) !== null;
  const names = (Object.keys(PARTS) as Name[]).filter((one) => one !== "nodes" || isNode);
  const shown: Name = names.find((one) => one === wanted) ?? "users";
  const { Part } = PARTS[shown];
  return (
    <>
      <fieldset class="tabs" aria-label={say("administration")}>
        {names.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === shown}
            onClick={() => refine({ show: one, of: null })}
          >
            {say(PARTS[one].title)}
          </button>
        ))}
      </fieldset>
      <Part />
    </>
  );
}
