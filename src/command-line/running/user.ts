import { type Command, Option } from "commander";
import { linkTo, newLinkKey } from "../../api/sign-in/sessions.ts";
import { addUser, changeUser, OWNER, removeUser, userNamed } from "../../api/sign-in/users.ts";
import { type Role, roles, type UserRecord } from "../../journal/accounts.ts";
import type { AccountStore } from "../../journal/port/store.ts";
import { type Column, type Table, tableOf, tableText } from "../../reports/table.ts";
import { withStore } from "../journal-access.ts";
import { printLists, withFormats } from "../output.ts";
import { passwordGiven, passwordOption } from "../password-input.ts";
import { dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";

/** People who sign in to the page. They count at once, whether the server runs or not. */
export function addUserCommands(program: Command): void {
  const user = program
    .command("user")
    .description(toReader("los usuarios que entran a la página", "users, who sign in to the page"));
  dataCommand(user, "create <name>", toReader("crea un usuario", "create a user"))
    .addOption(
      new Option("--role <role>", toReader("qué puede hacer", "what the user may do"))
        .choices(roles.filter((role) => role !== "display"))
        .makeOptionMandatory(),
    )
    .option(
      "--operation <name>",
      toReader(
        "qué operación; si no se dice, la única que hay, o todas para quien administra",
        "which operation; default: the only one there is, or all of them for an administrator",
      ),
    )
    .option(
      "--skills <names>",
      toReader(
        "solo estos skills, separados por comas; si no se dice, todos",
        "only these skills, separated by commas; default: all of them",
      ),
      (text: string) => text.split(",").map((name) => name.trim()),
    )
    .option(
      "--see-numbers",
      toReader("ve los números de teléfono completos", "the user sees whole telephone numbers"),
    )
    .addOption(passwordOption())
    .action(async (name: string, { data, passwordFrom, role, operation, skills, seeNumbers }: Created) => {
      await withStore(data, async (store) => {
        const password = await passwordGiven(passwordFrom);
        const wanted = { role, operation, skills, seesNumbers: seeNumbers, language: reader, password };
        print((await addUser(store, name.trim(), wanted, ownerNow())).name);
      });
    });
  withFormats(dataCommand(user, "list", toReader("muestra los usuarios", "list the users"))).action(
    async ({ data, ...format }) => {
      await withStore(data, async (store) => printUsers(store, format), { readOnly: true });
    },
  );
  dataCommand(
    user,
    "password <name>",
    toReader(
      "pone una contraseña nueva, y termina las sesiones del usuario",
      "set a new password, and end the user's sessions",
    ),
  )
    .addOption(passwordOption())
    .action(async (name: string, { data, passwordFrom }: { data: string; passwordFrom?: string }) => {
      await withStore(data, async (store) => {
        const found = await userNamed(store, name);
        await changeUser(store, found, { password: await passwordGiven(passwordFrom) }, ownerNow());
        print(found.name);
      });
    });
  dataCommand(
    user,
    "remove <name>",
    toReader(
      "quita a un usuario y termina sus sesiones, de inmediato",
      "remove a user and end their sessions, at once",
    ),
  ).action(async (name: string, { data }: { data: string }) => {
    await withStore(data, async (store) => {
      const found = await userNamed(store, name);
      await removeUser(store, found, ownerNow());
      print(found.name);
    });
  });
  dataCommand(
    user,
    "link <name>",
    toReader(
      "da un enlace con el que esa persona entra sin contraseña, una vez, en los próximos 15 minutos",
      "print a link that signs the user in once without a password, within 15 minutes",
    ),
  )
    .option(
      "--url <address>",
      toReader("dónde se abre la página", "the address at which the page is opened"),
      "http://127.0.0.1:8080",
    )
    .action(async (name: string, { data, url }: { data: string; url: string }) => {
      await withStore(data, async (store) => {
        const key = await newLinkKey(store.accounts, await userNamed(store, name), Date.now());
        print(linkTo(url, key));
      });
    });
}

interface Created {
  readonly data: string;
  readonly role: Role;
  readonly operation?: string;
  readonly skills?: readonly string[];
  readonly seeNumbers?: true;
  readonly passwordFrom?: string;
}

function ownerNow() {
  return { by: OWNER, now: Date.now() };
}

async function printUsers(
  store: AccountStore,
  format: { readonly json?: true; readonly csv?: true },
): Promise<void> {
  const names = new Map((await store.operations()).map(({ id, name }) => [id, name]));
  const users = (await store.accounts.users()).map((one) => ({
    name: one.name,
    role: one.role,
    operation: one.operation === null ? null : (names.get(one.operation) ?? ""),
    skills: one.skills,
    seesNumbers: one.seesNumbers,
    created: new Date(one.createdAt).toISOString(),
  }));
  printLists(format, [{ users }], {
    table: () => userTable(users),
    text: () => tableText(userTable(users)),
  });
}

interface ListedUser extends Pick<UserRecord, "name" | "role" | "skills" | "seesNumbers"> {
  readonly operation: string | null;
  readonly created: string;
}

function userTable(users: readonly ListedUser[]): Table {
  const column = (key: keyof ListedUser, value: Column<ListedUser>["value"]): Column<ListedUser> => ({
    key,
    title: key,
    left: true,
    value,
    text: (user) => String(value(user) || "-"),
  });
  return tableOf(
    [
      column("name", ({ name }) => name),
      column("role", ({ role }) => role),
      column("operation", ({ operation }) => operation),
      column("skills", ({ skills }) => skills?.join(",") ?? null),
      column("seesNumbers", ({ seesNumbers }) => (seesNumbers ? "yes" : null)),
      column("created", ({ created }) => created),
    ],
    users,
  );
}
