import type { UserAnswer } from "../../../src/api/accounts/forms.ts";
import { skills } from "../../store/live.ts";
import { operation, session } from "../../store/session.ts";
import { say } from "../../words/say.ts";

/** `null`: all of them. */
export function operationName(id: number | null): string {
  if (id === null) return say("allOperations");
  return session.value?.operations.find((one) => one.id === id)?.name ?? String(id);
}

/** The skills that somebody may see, by name where the operation is the one on the screen. */
export function skillsAllowed(user: Pick<UserAnswer, "operation" | "skills">): string {
  if (user.skills === null) return say("allSkills");
  const known = user.operation === operation.value?.id ? (skills.value ?? []) : [];
  return user.skills.map((id) => known.find((one) => one.id === id)?.name ?? String(id)).join(", ");
}

/** Names or numbers with commas between; `null`, all of them, where nothing is written. */
export function skillsIn(text: string): string[] | null {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length > 0 ? names : null;
}

export function OperationField({
  chosen,
  hasAll = false,
}: {
  readonly chosen?: number | null | undefined;
  /** Whether all of them may be chosen. */
  readonly hasAll?: boolean;
}) {
  const all = session.value?.operations ?? [];
  return (
    <label>
      {say("operation")}
      <select
        name="operation"
        key={String(hasAll)}
        defaultValue={String(chosen ?? (hasAll ? "" : all[0]?.id))}
      >
        {hasAll && <option value="">{say("allOperations")}</option>}
        {all.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function SkillsField({ user }: { readonly user?: Pick<UserAnswer, "operation" | "skills"> | null }) {
  return (
    <label>
      {say("skillsSeen")}
      <input
        name="skills"
        autocomplete="off"
        defaultValue={user?.skills ? skillsAllowed(user) : ""}
        placeholder={say("allSkills")}
      />
      <small>{say("skillsSeenHelp")}</small>
    </label>
  );
}
