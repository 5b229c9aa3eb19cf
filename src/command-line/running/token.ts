import { type Command, InvalidArgumentError } from "commander";
import { isAddressOrNetwork } from "../../api/sign-in/address-list.ts";
import { createToken } from "../../api/sign-in/tokens.ts";
import { operationNamed } from "../../desk/operation-named.ts";
import { Fault } from "../../faults/faults.ts";
import { type TokenScope, type TokenSettings, tokenScopes } from "../../journal/port/registry.ts";
import { type Column, type Table, tableOf, tableText } from "../../reports/table.ts";
import { localDayRange } from "../../time/local-time.ts";
import { withStore } from "../journal-access.ts";
import { operationOption } from "../operation-choice.ts";
import { printLists, withFormats } from "../output.ts";
import { dataCommand, print, wrongUse } from "../program.ts";
import { toReader } from "../reader.ts";

export function addTokenCommands(program: Command): void {
  const token = program.command("token").description(toReader("los tokens de la API", "tokens of the API"));
  withSettings(
    dataCommand(
      token,
      "create",
      toReader("crea un token; solo se muestra esta vez", "create a token; it is shown only this once"),
    ),
  )
    .addOption(operationOption("one"))
    .action(async ({ data, operation, ...given }) => {
      await withStore(data, async (store) => {
        const record = await operationNamed(store, operation);
        const wanted = { operation: record.id, ...settingsOf(given), ...expiryOf(given, record.timeZone) };
        print((await createToken(store, wanted, Date.now())).token);
      });
    });
  withSettings(
    dataCommand(
      token,
      "set <id>",
      toReader(
        "cambia lo que se diga y deja el resto; vale de inmediato",
        "change what you give here and nothing else; it takes effect at once",
      ),
    ),
  )
    .option("--code-as-number", toReader('responde "code" como un número', 'answer "code" as a number'))
    .option(
      "--empty-as-not-found",
      toReader("responde un rango vacío con 404", "answer an empty range with 404"),
    )
    .option("--full-numbers", toReader("da los números enteros", "show whole numbers"))
    .option("--from-anywhere", toReader("vale desde cualquier dirección", "valid from every address"))
    .option("--never-expires", toReader("no caduca", "it is valid until it is revoked"))
    .action(async (id: string, { data, ...given }) => {
      const settings = settingsOf(given);
      if (Object.keys(settings).length === 0 && given.expires === undefined)
        wrongUse(toReader("no se dijo qué cambiar", "you did not say what to change"));
      await withStore(data, async (store) => {
        const operation = store.token(id)?.operation;
        const record = (await store.operations()).find((one) => one.id === operation);
        if (!record) throw new Fault("token-unknown", { id });
        const changed = { ...expiryOf(given, record.timeZone), ...settings };
        if (!(await store.changeToken(id, changed))) throw new Fault("token-unknown", { id });
        print(id);
      });
    });
  withFormats(
    dataCommand(
      token,
      "list",
      toReader("qué tokens hay; nunca los tokens mismos", "list the tokens; never the tokens themselves"),
    ),
  ).action(async ({ data, ...format }) => {
    await withStore(
      data,
      async (store) => {
        const names = new Map((await store.operations()).map(({ id, name }) => [id, name]));
        const tokens = (await store.tokens()).map((one) => ({
          id: one.id,
          operation: names.get(one.operation) ?? "",
          label: one.label,
          created: iso(one.createdAt),
          revoked: isoOrNull(one.revokedAt),
          expires: isoOrNull(one.expiresAt),
          lastUsed: isoOrNull(one.lastUsedAt),
          scopes: one.scopes,
          chosen: chosen(one),
        }));
        printLists(format, [{ tokens }], {
          table: () => tokenTable(tokens),
          text: () => tableText(tokenTable(tokens)),
        });
      },
      { readOnly: true },
    );
  });
  dataCommand(
    token,
    "revoke <id>",
    toReader("anula un token, de inmediato", "revoke a token, at once"),
  ).action(async (id: string, { data }) => {
    await withStore(data, async (store) => {
      if (!(await store.revokeToken(id, Date.now()))) throw new Fault("token-unknown", { id });
      print(id);
    });
  });
}

/** Options as commander gives them, each only where it was given. */
interface Given {
  readonly label?: string;
  readonly scope?: readonly TokenScope[];
  readonly expires?: string;
  readonly neverExpires?: true;
  readonly codeAsString?: true;
  readonly codeAsNumber?: true;
  readonly emptyAsSuccess?: true;
  readonly emptyAsNotFound?: true;
  readonly maskNumbers?: true;
  readonly fullNumbers?: true;
  readonly atOnce?: 1 | 2;
  readonly from?: readonly string[];
  readonly fromAnywhere?: true;
}

function withSettings(command: Command): Command {
  return command
    .option("--label <text>", toReader("para qué es", "what it is for"))
    .option(
      "--scope <scopes>",
      toReader(
        `qué puede hacer, separado por comas: ${SCOPES} (al crearlo, si no se dice: reports)`,
        `what it may do, with commas between: ${SCOPES} (made without it: reports)`,
      ),
      scopes,
    )
    .option(
      "--expires <when>",
      toReader(
        "hasta cuándo sirve: en cuántos días caduca, o desde qué fecha no sirve, AAAA-MM-DD",
        "how long it is valid: days from now, or the first date on which it is not, YYYY-MM-DD",
      ),
    )
    .option("--code-as-string", toReader('responde "code" como un texto', 'answer "code" as a string'))
    .option(
      "--empty-as-success",
      toReader(
        "responde un rango vacío con 200 en vez de 404",
        "answer an empty range with 200 instead of 404",
      ),
    )
    .option(
      "--mask-numbers",
      toReader(
        "da solo las cuatro últimas cifras de un número",
        "show only the last four digits of a number",
      ),
    )
    .option(
      "--at-once <requests>",
      toReader(
        "cuántas peticiones puede hacer a la vez: 1 o 2",
        "how many requests it may make at the same time: 1 or 2",
      ),
      oneOrTwo,
    )
    .option(
      "--from <addresses>",
      toReader(
        "solo vale desde estas direcciones y redes, separadas por comas",
        "valid only from these addresses and networks, separated by commas",
      ),
      addresses,
    );
}

/** What stands beside its opposite in the same command goes by the opposite. */
function settingsOf(given: Given): Partial<TokenSettings> {
  return {
    ...(given.label === undefined ? {} : { label: given.label }),
    ...(given.scope === undefined ? {} : { scopes: given.scope }),
    ...(given.neverExpires ? { expiresAt: null } : {}),
    ...(given.codeAsString ? { codeAsString: true } : {}),
    ...(given.codeAsNumber ? { codeAsString: false } : {}),
    ...(given.emptyAsSuccess ? { emptyAsSuccess: true } : {}),
    ...(given.emptyAsNotFound ? { emptyAsSuccess: false } : {}),
    ...(given.maskNumbers ? { masksNumbers: true } : {}),
    ...(given.fullNumbers ? { masksNumbers: false } : {}),
    ...(given.atOnce === undefined ? {} : { atOnce: given.atOnce }),
    ...(given.from === undefined ? {} : { addresses: given.from }),
    ...(given.fromAnywhere ? { addresses: [] } : {}),
  };
}

/** When it expires, where that was given: by the clock of the operation's zone where it is a date. */
function expiryOf(
  { expires }: Given,
  timeZone: string,
): Pick<TokenSettings, "expiresAt"> | Record<string, never> {
  if (expires === undefined) return {};
  const now = Date.now();
  const days = /^\d{1,5}$/.test(expires) ? Number(expires) : null;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(expires);
  const at =
    days !== null ? now + days * DAY_MS : isDate ? localDayRange(expires, expires, timeZone).from : 0;
  if (at <= now)
    wrongUse(
      toReader(
        `«${expires}» no es un plazo; escriba días, como 90, o una fecha que esté por venir, como 2027-01-31`,
        `“${expires}” is no time to expire at; write days, like 90, or a date to come, like 2027-01-31`,
      ),
    );
  return { expiresAt: at };
}

const DAY_MS = 86_400_000;
const SCOPES = tokenScopes.join(",");

interface ListedToken {
  readonly id: string;
  readonly operation: string;
  readonly label: string;
  readonly created: string;
  readonly revoked: string | null;
  readonly expires: string | null;
  /** To the minute. */
  readonly lastUsed: string | null;
  readonly scopes: readonly TokenScope[];
  readonly chosen: readonly string[];
}

function tokenTable(tokens: readonly ListedToken[]): Table {
  const column = (key: keyof ListedToken, value: Column<ListedToken>["value"]): Column<ListedToken> => ({
    key,
    title: key,
    left: true,
    value,
    text: (token) => String(value(token) || "-"),
  });
  return tableOf(
    [
      column("id", ({ id }) => id),
      column("operation", ({ operation }) => operation),
      column("label", ({ label }) => label),
      column("created", ({ created }) => created),
      column("revoked", ({ revoked }) => revoked),
      column("expires", ({ expires }) => expires),
      column("lastUsed", ({ lastUsed }) => lastUsed),
      column("scopes", (token) => token.scopes.join(",")),
      column("chosen", (token) => token.chosen.join("  ")),
    ],
    tokens,
  );
}

/** What was chosen for a token, in the words of the options. */
function chosen(token: TokenSettings): string[] {
  return [
    ...(token.codeAsString ? ["code-as-string"] : []),
    ...(token.emptyAsSuccess ? ["empty-as-success"] : []),
    ...(token.masksNumbers ? ["mask-numbers"] : []),
    ...(token.atOnce === 1 ? ["at-once=1"] : []),
    ...(token.addresses.length > 0 ? [`from=${token.addresses.join(",")}`] : []),
  ];
}

function oneOrTwo(text: string): 1 | 2 {
  if (text !== "1" && text !== "2") throw new InvalidArgumentError(toReader("va 1 o 2", "give 1 or 2"));
  return text === "1" ? 1 : 2;
}

/** Given more than once, all of them count. */
function scopes(text: string, before: readonly TokenScope[] = []): TokenScope[] {
  const given = text.split(",").map((entry) => entry.trim());
  const wrong = given.find((entry) => !(tokenScopes as readonly string[]).includes(entry));
  if (wrong !== undefined)
    throw new InvalidArgumentError(
      toReader(
        `«${wrong}» no es un permiso; los que hay: ${SCOPES}`,
        `“${wrong}” is no scope; there are: ${SCOPES}`,
      ),
    );
  return tokenScopes.filter((scope) => given.includes(scope) || before.includes(scope));
}

function addresses(text: string): string[] {
  const list = text.split(",").map((entry) => entry.trim());
  const wrong = list.find((entry) => !isAddressOrNetwork(entry));
  if (wrong !== undefined)
    throw new InvalidArgumentError(
      toReader(
        `«${wrong}» no es una dirección ni una red; escríbalas como 203.0.113.7,2001:db8::/32`,
        `“${wrong}” is no address or network; write them like 203.0.113.7,2001:db8::/32`,
      ),
    );
  return list;
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
