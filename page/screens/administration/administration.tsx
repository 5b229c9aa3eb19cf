import { address, refine } from "../../store/address.ts";
import { session } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { AuditScreen } from "./audit.tsx";
import { Displays } from "./displays.tsx";
import { SessionsScreen } from "./sessions.tsx";
import { Tokens } from "./tokens.tsx";
import { Users } from "./users.tsx";

const PARTS = {
  users: { title: "users", Part: Users },
  displays: { title: "displays", Part: Displays },
  sessions: { title: "sessions", Part: SessionsScreen },
  tokens: { title: "tokens", Part: Tokens },
  audit: { title: "audit", Part: AuditScreen },
} as const;
type Name = keyof typeof PARTS;

/** Who signs in, screens on walls, tokens of programs, and what all of them did. */
export function Administration() {
  const wanted = address.value.searchParams.get("show") ?? "";
  const shown: Name = Object.hasOwn(PARTS, wanted) ? (wanted as Name) : "users";
  const { Part } = PARTS[shown];
  return (
    <>
      <h1>{say("administration")}</h1>
      {session.value?.administers ? (
        <>
          <fieldset class="tabs" aria-label={say("administration")}>
            {(Object.keys(PARTS) as Name[]).map((one) => (
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
      ) : (
        <p class="empty">{say("administratorsOnly")}</p>
      )}
    </>
  );
}
