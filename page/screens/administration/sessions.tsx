import { useSignal } from "@preact/signals";
import type { SessionAnswer } from "../../../src/api/accounts/forms.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { ask } from "../../store/ask.ts";
import { now } from "../../store/clock.ts";
import { useFetched } from "../../store/fetched.ts";
import { say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { List } from "./list.tsx";
import { ROLE_WORDS } from "./users.tsx";

/** Who is signed in, from where; each session can be ended. */
export function SessionsScreen() {
  const again = useSignal(0);
  const ended = useSignal<SessionAnswer | null>(null);
  const found = useFetched<{ sessions: SessionAnswer[] }>("/v1/sessions", again.value).value;
  return (
    <>
      <List
        name={say("sessions")}
        found={found}
        rows={found.answer?.sessions ?? []}
        columns={[
          {
            title: say("userName"),
            value: ({ user, isThis }) => (
              <>
                {user} {isThis && <small>{say("thisSession")}</small>}
              </>
            ),
          },
          { title: say("role"), value: ({ role }) => say(ROLE_WORDS[role]) },
          { title: say("began"), value: ({ beganAt }) => shortMoment(beganAt, now.peek()) },
          { title: say("lastUsed"), value: ({ usedAt }) => shortMoment(usedAt, now.peek()) },
          { title: say("fromAddress"), value: ({ address }) => address },
          { title: say("browser"), value: ({ browser }) => <small>{browser}</small> },
        ]}
        actions={(one) =>
          !one.isThis && (
            <button type="button" class="danger" onClick={() => (ended.value = one)}>
              {say("end")}
              <span class="only-heard"> {one.user}</span>
            </button>
          )
        }
      />
      {ended.value && (
        <FormDialog
          title={`${say("endSession")} · ${ended.value.user}`}
          confirm={say("end")}
          isDanger
          submit={() => ask<null>(`/v1/sessions/${ended.value!.id}`, { method: "DELETE" }).then(() => null)}
          onClose={() => {
            ended.value = null;
            again.value++;
          }}
        >
          <p>{say("endSessionHelp")}</p>
        </FormDialog>
      )}
    </>
  );
}
