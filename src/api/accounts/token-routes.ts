import type { FastifyInstance } from "fastify";
import { operationNamed } from "../../desk/operation-named.ts";
import { Fault } from "../../faults/faults.ts";
import type { TokenRecord } from "../../journal/port/registry.ts";
import { createToken } from "../sign-in/tokens.ts";
import { iso, isoIfKnown } from "./account-answers.ts";
import { addAccountRoute } from "./asked.ts";
import type { AccountSources } from "./session-routes.ts";
import { addTokenForm, revokeTokenForm, type TokenAnswer, tokensForm } from "./token-forms.ts";

/** The tokens of programs, for administrators. A token itself is in the answer that makes it, and nowhere else. */
export function addTokenRoutes(api: FastifyInstance, { store, sessions, now }: AccountSources): void {
  addAccountRoute(api, sessions, tokensForm, async () => ({
    tokens: (await store.tokens()).map(tokenAnswerOf),
  }));
  addAccountRoute(api, sessions, addTokenForm, async ({ body, by }) => {
    const { operation, expiresInDays, ...wanted } = body;
    const at = now();
    const { id } = await operationNamed(store, operation);
    const expiresAt = expiresInDays === null ? null : at + expiresInDays * DAY_MS;
    const { token, record } = await createToken(store, { ...wanted, operation: id, expiresAt }, at);
    const detail = `${record.label} ${record.scopes.join(",")}`;
    await store.accounts.note([{ at, act: "token-added", ...by, operation: id, subject: record.id, detail }]);
    return { token, ...tokenAnswerOf(record) };
  });
  addAccountRoute(api, sessions, revokeTokenForm, async ({ id, by }) => {
    const at = now();
    const operation = store.token(id)?.operation ?? null;
    if (!(await store.revokeToken(id, at))) throw new Fault("token-unknown", { id });
    await store.accounts.note([{ at, act: "token-revoked", ...by, operation, subject: id, detail: "" }]);
    return {};
  });
}

function tokenAnswerOf(record: TokenRecord): TokenAnswer {
  const { id, operation, label, scopes, masksNumbers, createdAt, revokedAt, expiresAt, lastUsedAt } = record;
  return {
    id,
    operation,
    label,
    scopes: [...scopes],
    masksNumbers,
    createdAt: iso(createdAt),
    revokedAt: isoIfKnown(revokedAt),
    expiresAt: isoIfKnown(expiresAt),
    lastUsedAt: isoIfKnown(lastUsedAt),
  };
}

const DAY_MS = 86_400_000;
