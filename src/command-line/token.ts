import type { Command } from "commander";
import { operationNamed } from "../api/operation-named.ts";
import { createToken } from "../api/tokens.ts";
import { Fault } from "../line/faults.ts";
import { withStore } from "./journal-access.ts";
import { dataCommand, print } from "./program.ts";

export function addToken(program: Command): void {
  const token = program.command("token").description("tokens of the API");
  dataCommand(token, "create", "make a token; it is shown this once")
    .option("--operation <name>", "default: the only one there is")
    .option("--label <text>", "what it is for", "")
    .option("--code-as-string", 'answer "code" as a string')
    .option("--empty-as-success", "answer an empty range with 200 instead of 404")
    .action(async ({ data, operation, label, codeAsString, emptyAsSuccess }) => {
      await withStore(data, async (store) => {
        const record = await operationNamed(store, operation);
        const wanted = { operation: record.id, label, codeAsString, emptyAsSuccess };
        print((await createToken(store, wanted, Date.now())).token);
      });
    });
  dataCommand(token, "list", "which tokens there are; never the tokens themselves").action(
    async ({ data }) => {
      await withStore(
        data,
        async (store) => {
          const names = new Map((await store.operations()).map(({ id, name }) => [id, name]));
          for (const { id, operation, label, createdAt, revokedAt } of await store.tokens())
            print(
              [
                id,
                names.get(operation),
                label || "-",
                iso(createdAt),
                revokedAt ? `revoked ${iso(revokedAt)}` : "valid",
              ].join("  "),
            );
        },
        { readOnly: true },
      );
    },
  );
  dataCommand(token, "revoke <id>", "make a token worthless, at once").action(
    async (id: string, { data }) => {
      await withStore(data, async (store) => {
        if (!(await store.revokeToken(id, Date.now()))) throw new Fault("token-unknown", { id });
        print(id);
      });
    },
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
