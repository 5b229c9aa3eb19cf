import { useSignal } from "@preact/signals";
import type { TokenAnswer } from "../../../src/api/accounts/token-forms.ts";
import { FormDialog, ShownOnce } from "../../parts/form-dialog.tsx";
import { textIn } from "../../parts/text-in.ts";
import { ask } from "../../store/ask.ts";
import { now } from "../../store/clock.ts";
import { useFetched } from "../../store/fetched.ts";
import { say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { List } from "./list.tsx";
import { OperationField, operationName } from "./where.tsx";

const SCOPES = {
  reports: "scopeReports",
  read: "scopeRead",
  orders: "scopeOrders",
  upload: "scopeUpload",
} as const satisfies Record<TokenAnswer["scopes"][number], string>;
const scopes = Object.keys(SCOPES) as (keyof typeof SCOPES)[];

/** The tokens of programs: each is shown once, when it is made. */
export function Tokens() {
  const again = useSignal(0);
  const makes = useSignal(false);
  const revoked = useSignal<TokenAnswer | null>(null);
  const found = useFetched<{ tokens: TokenAnswer[] }>("/v1/tokens", again.value).value;
  return (
    <>
      <p class="buttons">
        <button type="button" onClick={() => (makes.value = true)}>
          {say("addToken")}
        </button>
      </p>
      <List
        name={say("tokens")}
        found={found}
        rows={found.answer?.tokens ?? []}
        columns={[
          {
            title: say("tokenFor"),
            value: ({ label, id }) => (
              <>
                {label || id} <small>{id}</small>
              </>
            ),
          },
          { title: say("operation"), value: ({ operation }) => operationName(operation) },
          {
            title: say("tokenMay"),
            value: (one) => one.scopes.map((scope) => say(SCOPES[scope])).join(", "),
          },
          { title: say("seesNumbers"), value: ({ masksNumbers }) => say(masksNumbers ? "no" : "yes") },
          { title: say("lastUsed"), value: ({ lastUsedAt }) => when(lastUsedAt) },
          { title: say("state"), value: (token) => stateOf(token) },
        ]}
        actions={(one) =>
          one.revokedAt === null && (
            <button type="button" class="danger" onClick={() => (revoked.value = one)}>
              {say("revoke")}
              <span class="only-heard"> {one.label || one.id}</span>
            </button>
          )
        }
      />
      {makes.value && (
        <FormDialog
          title={say("addToken")}
          confirm={say("make")}
          submit={make}
          onClose={() => {
            makes.value = false;
            again.value++;
          }}
        >
          <TokenFields />
        </FormDialog>
      )}
      {revoked.value && (
        <FormDialog
          title={`${say("revoke")} · ${revoked.value.label || revoked.value.id}`}
          confirm={say("revoke")}
          isDanger
          submit={() => ask<null>(`/v1/tokens/${revoked.value!.id}`, { method: "DELETE" }).then(() => null)}
          onClose={() => {
            revoked.value = null;
            again.value++;
          }}
        >
          <p>{say("revokeHelp")}</p>
        </FormDialog>
      )}
    </>
  );
}

function TokenFields() {
  return (
    <>
      <label>
        {say("tokenFor")}
        <input name="label" required maxLength={100} autocomplete="off" />
      </label>
      <OperationField />
      <fieldset>
        <legend>{say("tokenMay")}</legend>
        {scopes.map((scope) => (
          <label key={scope} class="check">
            <input type="checkbox" name="scopes" value={scope} defaultChecked={scope === "reports"} />
            {say(SCOPES[scope])}
          </label>
        ))}
      </fieldset>
      <label class="check">
        <input type="checkbox" name="seesNumbers" />
        {say("seesNumbers")}
      </label>
      <label>
        {say("expiresInDays")}
        <input name="days" type="number" min="1" max="3650" defaultValue="365" />
        <small>{say("expiresHelp")}</small>
      </label>
    </>
  );
}

async function make(form: FormData) {
  const days = textIn(form, "days");
  const body = {
    label: textIn(form, "label"),
    operation: textIn(form, "operation"),
    scopes: form.getAll("scopes"),
    masksNumbers: !form.has("seesNumbers"),
    expiresInDays: days === "" ? null : Number(days),
  };
  const { token } = await ask<{ token: string }>("/v1/tokens", { method: "POST", body });
  return <ShownOnce title={say("tokenShownOnce")} text={token} />;
}

function stateOf({ revokedAt, expiresAt }: TokenAnswer): string {
  if (revokedAt !== null) return say("revokedAt", { time: when(revokedAt) });
  return expiresAt === null ? say("neverExpires") : say("expiresAt", { time: when(expiresAt) });
}

function when(at: string | null): string {
  return at === null ? "–" : shortMoment(at, now.peek());
}
