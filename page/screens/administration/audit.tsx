import { useSignal } from "@preact/signals";
import type { AuditAnswer } from "../../../src/api/accounts/forms.ts";
import { Refused } from "../../parts/refused.tsx";
import { saveCells } from "../../parts/tables/save-cells.ts";
import { address, refine } from "../../store/address.ts";
import { ask } from "../../store/ask.ts";
import { now } from "../../store/clock.ts";
import { useFetched } from "../../store/fetched.ts";
import { say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { List } from "./list.tsx";

const KINDS = {
  "sign-ins": "auditSignIns",
  orders: "auditOrders",
  numbers: "auditNumbers",
  changes: "auditChanges",
} as const;
const ACTS = {
  "signed-in": "actSignedIn",
  "signed-out": "actSignedOut",
  "session-ended": "actSessionEnded",
  "user-added": "actUserAdded",
  "user-changed": "actUserChanged",
  "user-removed": "actUserRemoved",
  "display-accepted": "actDisplayAccepted",
  "token-added": "actTokenAdded",
  "token-revoked": "actTokenRevoked",
  "settings-changed": "actSettingsChanged",
  "prompt-replaced": "actPromptReplaced",
  "prompt-brought-back": "actPromptBroughtBack",
  order: "actOrder",
  "number-seen": "actNumberSeen",
} as const satisfies Record<AuditAnswer["act"], string>;

interface AuditPage {
  readonly entries: readonly AuditAnswer[];
  readonly next: number | null;
}

/** Who signed in, gave orders, saw numbers and changed what there is, the newest first. */
export function AuditScreen() {
  const wanted = address.value.searchParams.get("of") ?? "";
  const kind = Object.hasOwn(KINDS, wanted) ? wanted : "";
  return <Entries key={kind} path={`/v1/audit?limit=100${kind === "" ? "" : `&of=${kind}`}`} kind={kind} />;
}

function Entries({ path, kind }: { readonly path: string; readonly kind: string }) {
  const found = useFetched<AuditPage>(path).value;
  const more = useSignal<readonly AuditPage[]>([]);
  const error = useSignal<unknown>(null);
  const pages = found.answer ? [found.answer, ...more.value] : [];
  const next = pages.at(-1)?.next ?? null;
  const carryOut = (act: () => Promise<void>) => {
    error.value = null;
    act().catch((refused: unknown) => {
      error.value = refused;
    });
  };
  return (
    <>
      <div class="filters">
        <label>
          {say("show")}{" "}
          <select
            value={kind}
            onChange={({ currentTarget }) =>
              refine({ of: currentTarget.value === "" ? null : currentTarget.value })
            }
          >
            <option value="">{say("filterAny")}</option>
            {(Object.keys(KINDS) as (keyof typeof KINDS)[]).map((one) => (
              <option key={one} value={one}>
                {say(KINDS[one])}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => carryOut(() => save(path, kind))}>
          {say("saveAudit")}
        </button>
      </div>
      <List
        name={say("audit")}
        found={found}
        rows={pages.flatMap(({ entries }) => entries)}
        columns={[
          { title: say("what"), value: ({ act }) => say(ACTS[act]) },
          {
            title: say("when"),
            value: ({ at }) => <span class="digits">{shortMoment(at, now.peek())}</span>,
          },
          { title: say("who"), value: ({ user }) => user ?? say("ownerOfMachine") },
          { title: say("whatTo"), value: ({ subject }) => <span class="long">{subject}</span> },
          { title: say("detail"), value: ({ detail }) => <small class="long">{detail}</small> },
          { title: say("fromAddress"), value: ({ address: from }) => from ?? "–" },
        ]}
      />
      <Refused error={error.value} />
      {next !== null && (
        <button
          type="button"
          onClick={() =>
            carryOut(async () => {
              const page = await ask<AuditPage>(`${path}&before=${next}`);
              more.value = [...more.peek(), page];
            })
          }
        >
          {say("more")}
        </button>
      )}
    </>
  );
}

/** All of the kind, not only what is on the screen. */
async function save(path: string, kind: string): Promise<void> {
  const entries: AuditAnswer[] = [];
  for (let next: number | null | undefined; next !== null; ) {
    const before: string = next === undefined ? "" : `&before=${next}`;
    const page: AuditPage = await ask<AuditPage>(path.replace("limit=100", "limit=1000") + before);
    entries.push(...page.entries);
    next = page.next;
  }
  const head = ["at", "act", "user", "session", "address", "operation", "subject", "detail"] as const;
  const rows = entries.map((entry) => head.map((name) => String(entry[name] ?? "")));
  saveCells([head, ...rows], `audit${kind === "" ? "" : `-${kind}`}`);
}
