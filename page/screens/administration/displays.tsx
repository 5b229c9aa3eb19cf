import { useSignal } from "@preact/signals";
import type { UserAnswer } from "../../../src/api/accounts/forms.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { textIn } from "../../parts/text-in.ts";
import { ask } from "../../store/ask.ts";
import { now } from "../../store/clock.ts";
import { useFetched } from "../../store/fetched.ts";
import { language } from "../../store/language.ts";
import { say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { List } from "./list.tsx";
import { OperationField, operationName, SkillsField, skillsAllowed, skillsIn } from "./where.tsx";

/** Screens on walls: a new one shows a code, which is accepted here. */
export function Displays() {
  const again = useSignal(0);
  const accepts = useSignal(false);
  const removed = useSignal<UserAnswer | null>(null);
  const found = useFetched<{ users: UserAnswer[] }>("/v1/users", again.value).value;
  const screens = (found.answer?.users ?? []).filter(({ role }) => role === "display");
  return (
    <>
      <p class="quiet">{say("displaysHelp", { address: `${location.origin}/wall` })}</p>
      <p class="buttons">
        <button type="button" onClick={() => (accepts.value = true)}>
          {say("acceptDisplay")}
        </button>
      </p>
      <List
        name={say("displays")}
        found={found}
        rows={screens}
        columns={[
          { title: say("displayName"), value: ({ name }) => name },
          { title: say("operation"), value: ({ operation }) => operationName(operation) },
          { title: say("skill"), value: (user) => skillsAllowed(user) },
          { title: say("madeAt"), value: ({ createdAt }) => shortMoment(createdAt, now.peek()) },
        ]}
        actions={(user) => (
          <button type="button" class="danger" onClick={() => (removed.value = user)}>
            {say("remove")}
            <span class="only-heard"> {user.name}</span>
          </button>
        )}
      />
      {accepts.value && (
        <FormDialog
          title={say("acceptDisplay")}
          confirm={say("accept")}
          submit={async (form) => {
            const text = (name: string) => textIn(form, name);
            const skills = skillsIn(text("skills"));
            const body = {
              code: text("code"),
              name: text("name"),
              operation: text("operation"),
              language: language.peek(),
              ...(skills ? { skills } : {}),
            };
            await ask("/v1/displays/accept", { method: "POST", body });
            return null;
          }}
          onClose={() => {
            accepts.value = false;
            again.value++;
          }}
        >
          <label>
            {say("displayCode")}
            <input name="code" required maxLength={20} autocomplete="off" autocapitalize="characters" />
          </label>
          <label>
            {say("displayName")}
            <input name="name" required maxLength={60} autocomplete="off" />
          </label>
          <OperationField />
          <SkillsField />
        </FormDialog>
      )}
      {removed.value && (
        <FormDialog
          title={`${say("remove")} · ${removed.value.name}`}
          confirm={say("remove")}
          isDanger
          submit={() => ask<null>(`/v1/users/${removed.value!.id}`, { method: "DELETE" }).then(() => null)}
          onClose={() => {
            removed.value = null;
            again.value++;
          }}
        >
          <p>{say("removeDisplayHelp")}</p>
        </FormDialog>
      )}
    </>
  );
}
