import type { FastifyInstance } from "fastify";
import type { SettingsDesk } from "../../../desk/settings-desk.ts";
import type { SessionRecord } from "../../../journal/accounts.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import { iso } from "../account-answers.ts";
import type { AccountForm } from "../account-form.ts";
import { administered, operationOf } from "../administered.ts";
import { type AccountAsked, addAccountRoute } from "../asked.ts";
import type { AccountSources } from "../session-routes.ts";
import {
  changeSettingsForm,
  restoreSettingsForm,
  type SettingsAnswer,
  settingsForm,
} from "./settings-forms.ts";

/** The settings of skills: for everybody who sees them, and for their administrators to change where the page rules. */
export function addSettingsRoutes(
  api: FastifyInstance,
  { store, sessions }: AccountSources,
  desk: SettingsDesk,
): void {
  addAccountRoute(api, sessions, settingsForm, async ({ session, query }) =>
    tell(session, await operationOf(store, session, query.operation)),
  );
  addAccountRoute(api, sessions, changeSettingsForm, async (asked) => {
    const operation = await administered(store, asked.session, asked.query.operation);
    const { version, why, values } = asked.body;
    await desk.change(operation, { ...signed(asked), asOf: version, why, skill: asked.id, values });
    return tell(asked.session, operation);
  });
  addAccountRoute(api, sessions, restoreSettingsForm, async (asked) => {
    const operation = await administered(store, asked.session, asked.query.operation);
    const { version, why, to } = asked.body;
    await desk.restore(operation, { ...signed(asked), asOf: version, why, version: to });
    return tell(asked.session, operation);
  });

  async function tell(session: SessionRecord, operation: OperationRecord): Promise<SettingsAnswer> {
    const { versions, skills, ...known } = await desk.known(operation);
    const { skills: seen } = session.user;
    const shown = skills.filter(({ id }) => seen === null || seen.includes(id));
    const names = new Set(shown.map(({ name }) => name));
    return {
      ...known,
      mayChange: known.rules === "page" && session.user.role === "administrator",
      skills: shown.map((skill) => ({ ...skill, values: { ...skill.values } })),
      keys: [...known.keys],
      versions: versions.map(({ at, changes, ...version }) => ({
        ...version,
        at: iso(at),
        changes: changes.filter(({ skill }) => seen === null || names.has(skill)),
      })),
    };
  }
}

function signed<Form extends AccountForm>({ by, session, from }: AccountAsked<Form>) {
  return { author: by.user ?? "", session: session?.id ?? "", address: from.address };
}
