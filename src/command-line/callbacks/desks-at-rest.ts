import { CallDesk } from "../../desk/call-desk.ts";
import { CallbackDesk } from "../../desk/callback-desk.ts";
import { SkillDesk } from "../../desk/skill-desk.ts";
import { withStore } from "../journal-access.ts";

/** What the journal itself says, where no server runs. */
export function atRest<T>(
  data: string,
  use: (desks: {
    readonly callbacks: CallbackDesk;
    readonly calls: CallDesk;
    readonly skills: SkillDesk;
  }) => Promise<T>,
): Promise<T> {
  return withStore(
    data,
    (store) => {
      const given = { store, readModels: store.readModels(), running: () => null };
      const callbacks = new CallbackDesk(given);
      return use({
        callbacks,
        calls: new CallDesk({ ...given, callbacks }),
        skills: new SkillDesk(given),
      });
    },
    { readOnly: true },
  );
}

/** A query for the control channel. */
export function queryOf(wanted: object): string {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}
