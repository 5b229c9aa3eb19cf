import { useSignal } from "@preact/signals";
import type { UserAnswer } from "../../../src/api/accounts/forms.ts";
import { FormDialog, ShownOnce } from "../../parts/form-dialog.tsx";
import { textIn } from "../../parts/text-in.ts";
import { ask } from "../../store/ask.ts";
import { now } from "../../store/clock.ts";
import { useFetched } from "../../store/fetched.ts";
import { session } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { List } from "./list.tsx";
import { OperationField, operationName, SkillsField, skillsAllowed, skillsIn } from "./where.tsx";

const ROLES = ["viewer", "supervisor", "administrator"] as const;
export const ROLE_WORDS = {
  display: "roleDisplay",
  viewer: "roleViewer",
  supervisor: "roleSupervisor",
  administrator: "roleAdministrator",
} as const satisfies Record<UserAnswer["role"], string>;

/** What is being done, and the user it is done to; `null`: nobody yet. */
type Doing = { readonly what: "save" | "link" | "remove"; readonly user: UserAnswer | null };

/** Those who sign in: made, changed, let in by a link, and removed. */
export function Users() {
  const again = useSignal(0);
  const doing = useSignal<Doing | null>(null);
  const found = useFetched<{ users: UserAnswer[] }>("/v1/users", again.value).value;
  const people = (found.answer?.users ?? []).filter(({ role }) => role !== "display");
  return (
    <>
      <p class="buttons">
        <button type="button" onClick={() => (doing.value = { what: "save", user: null })}>
          {say("addUser")}
        </button>
      </p>
      <List
        name={say("users")}
        found={found}
        rows={people}
        columns={[
          {
            title: say("userName"),
            value: ({ name, isFromProvider }) => (
              <>
                {name} {isFromProvider && <small>{say("fromProvider")}</small>}
              </>
            ),
          },
          { title: say("role"), value: ({ role }) => say(ROLE_WORDS[role]) },
          { title: say("operation"), value: ({ operation }) => operationName(operation) },
          { title: say("skill"), value: (user) => skillsAllowed(user) },
          { title: say("seesNumbers"), value: ({ maySeeNumbers }) => say(maySeeNumbers ? "yes" : "no") },
          { title: say("madeAt"), value: ({ createdAt }) => shortMoment(createdAt, now.peek()) },
        ]}
        actions={(user) => (
          <>
            <button type="button" onClick={() => (doing.value = { what: "save", user })}>
              {say("change")}
              <span class="only-heard"> {user.name}</span>
            </button>
            <button type="button" onClick={() => (doing.value = { what: "link", user })}>
              {say("signInLink")}
              <span class="only-heard"> {user.name}</span>
            </button>
            <button type="button" class="danger" onClick={() => (doing.value = { what: "remove", user })}>
              {say("remove")}
              <span class="only-heard"> {user.name}</span>
            </button>
          </>
        )}
      />
      {people.some(({ isFromProvider }) => isFromProvider) && <p class="quiet">{say("fromProviderHelp")}</p>}
      {doing.value && (
        <UserDialog
          doing={doing.value}
          onClose={() => {
            doing.value = null;
            again.value++;
          }}
        />
      )}
    </>
  );
}

function UserDialog({
  doing: { what, user },
  onClose,
}: {
  readonly doing: Doing;
  readonly onClose: () => void;
}) {
  if (what === "save")
    return (
      <FormDialog
        title={user ? user.name : say("addUser")}
        confirm={say("save")}
        submit={(form) => save(form, user)}
        onClose={onClose}
      >
        <UserFields user={user} />
      </FormDialog>
    );
  if (what === "link")
    return (
      <FormDialog
        title={`${say("signInLink")} · ${user!.name}`}
        confirm={say("makeLink")}
        submit={async () => {
          const { key } = await ask<{ key: string }>(`/v1/users/${user!.id}/link`, {
            method: "POST",
            body: {},
          });
          return <ShownOnce title={say("linkShownOnce")} text={`${location.origin}/#key=${key}`} />;
        }}
        onClose={onClose}
      >
        <p>{say("linkHelp")}</p>
      </FormDialog>
    );
  return (
    <FormDialog
      title={`${say("remove")} · ${user!.name}`}
      confirm={say("remove")}
      isDanger
      submit={() => ask<null>(`/v1/users/${user!.id}`, { method: "DELETE" }).then(() => null)}
      onClose={onClose}
    >
      <p>{say("removeUserHelp")}</p>
      {user!.isFromProvider && <p>{say("removeFromProviderHelp")}</p>}
    </FormDialog>
  );
}

function UserFields({ user }: { readonly user: UserAnswer | null }) {
  const role = useSignal<UserAnswer["role"]>(user?.role ?? "supervisor");
  const isAdministrator = role.value === "administrator";
  return (
    <>
      {!user && (
        <label>
          {say("userName")}
          <input name="name" required maxLength={60} autocomplete="off" spellcheck={false} />
        </label>
      )}
      <label>
        {say("role")}
        <select
          name="role"
          value={role.value}
          onChange={({ currentTarget }) => (role.value = currentTarget.value as UserAnswer["role"])}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {say(ROLE_WORDS[one])}
            </option>
          ))}
        </select>
      </label>
      <OperationField chosen={user?.operation} hasAll={isAdministrator} />
      {!isAdministrator && <SkillsField user={user} />}
      <label class="check">
        <input type="checkbox" name="maySeeNumbers" defaultChecked={user?.maySeeNumbers ?? false} />
        {say("seesNumbers")}
      </label>
      <label>
        {say("theirLanguage")}
        <select name="language" defaultValue={user?.language ?? "es"}>
          <option value="es">Español</option>
          <option value="en">English</option>
        </select>
      </label>
      <label>
        {say(user ? "newPassword" : "password")}
        <input name="password" type="password" autocomplete="new-password" />
        <small>{say(user ? "newPasswordHelp" : "passwordHelp")}</small>
      </label>
    </>
  );
}

/** A password that is left empty is none, or stays as it is. */
async function save(form: FormData, user: UserAnswer | null): Promise<null> {
  const text = (name: string) => textIn(form, name);
  const isAdministrator = text("role") === "administrator";
  const body = {
    ...(user ? {} : { name: text("name") }),
    role: text("role"),
    operation: text("operation") === "" ? null : text("operation"),
    skills: isAdministrator ? null : skillsIn(text("skills")),
    maySeeNumbers: form.has("maySeeNumbers"),
    language: text("language"),
    ...(text("password") === "" ? {} : { password: text("password") }),
  };
  await ask(user ? `/v1/users/${user.id}` : "/v1/users", { method: "POST", body });
  // Who changed themselves: their session ended with the old password.
  if (user?.name === session.peek()?.user && text("password") !== "") location.reload();
  return null;
}
