import { operationNamed } from "../../../desk/operation-named.ts";
import { Fault } from "../../../faults/faults.ts";
import type { Role, UserRecord } from "../../../journal/accounts.ts";
import type { AccountStore } from "../../../journal/port/store.ts";
import { addUser, bringUserTo, type WantedUser } from "../users.ts";
import type { Confirmed } from "./provider.ts";
import type { ProviderSettings, RoleRule } from "./provider-settings.ts";

/**
 * The user of a person that the provider confirmed: created at their first visit, and given at each visit what the rules say then. A
 * user of the same name who was created here is somebody else. Faults: `role-unmapped`, and those of naming operations and skills.
 */
export async function userOfCompany(
  store: AccountStore,
  { identity, name, values }: Confirmed,
  { roles, name: provider }: Pick<ProviderSettings, "roles" | "name">,
  given: { readonly address: string; readonly language: "es" | "en"; readonly now: number },
): Promise<UserRecord> {
  const rule = roles.find(({ value }) => values.includes(value));
  if (!rule) throw new Fault("role-unmapped", { name: provider });
  const wanted = await wantedBy(store, rule);
  const by = { user: null, session: null, address: given.address };
  const { now } = given;
  for (const free of namesLike(name)) {
    const known = await store.accounts.userWithIdentity(identity);
    if (known) return bringUserTo(store, known, wanted, { by, now });
    try {
      return await addUser(store, free, { ...wanted, language: given.language }, { by, now, identity });
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "user-name-taken") throw error;
    }
  }
  throw new Fault("user-name-taken", { name });
}

async function wantedBy(
  store: AccountStore,
  { role, operation, skills, seesNumbers }: RoleRule,
): Promise<WantedUser & { readonly role: Role }> {
  const isEverywhere = operation === undefined && role === "administrator";
  const { name } = isEverywhere ? { name: null } : await operationNamed(store, operation);
  return { role, operation: name, skills: skills ?? null, seesNumbers };
}

/** The name, and what it can become where others have it. */
function* namesLike(name: string): Generator<string> {
  const plain = Array.from(name.replaceAll(/\p{C}/gu, "").trim()).slice(0, LONGEST_NAME).join("") || "?";
  yield plain;
  for (let n = 2; n <= MOST_ALIKE; n++) yield `${plain} (${n})`;
}

/** With a number after it, as long as the name of a user may be. */
const LONGEST_NAME = 54;
const MOST_ALIKE = 99;
