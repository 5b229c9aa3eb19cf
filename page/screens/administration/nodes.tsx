import type { NodeAnswer, NodesAnswer } from "../../../src/api/accounts/nodes/node-forms.ts";
import { now } from "../../store/clock.ts";
import { useFetched } from "../../store/fetched.ts";
import { say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { List } from "./list.tsx";

/** The servers that share the database: which operations each runs, and which nobody runs. */
export function Nodes() {
  const found = useFetched<NodesAnswer>("/v1/nodes", Math.floor(now.value / LOOK_EVERY_MS)).value;
  const { nodes, nobodys } = found.answer ?? { nodes: null, nobodys: [] };
  const versions = new Set((nodes ?? []).flatMap(({ version }) => version ?? []));
  return (
    <>
      <p class="quiet">{say("nodesHelp")}</p>
      {nobodys.length > 0 && (
        <p role="status" class="wrong">
          <span aria-hidden="true">▲ </span>
          {say("nodeless", { names: namesOf(nobodys) })}
        </p>
      )}
      {versions.size > 1 && <p role="status">{say("nodeVersionsDiffer")}</p>}
      <List
        name={say("nodes")}
        found={found}
        rows={nodes ?? []}
        columns={[
          { title: say("nodeName"), value: ({ name }) => name },
          { title: say("nodeRuns"), value: (node) => <Runs node={node} /> },
          {
            title: say("nodeSince"),
            value: ({ since }) => (since === null ? "–" : shortMoment(since, now.peek())),
          },
          { title: say("nodeVersion"), value: ({ version }) => version ?? "–" },
          { title: say("nodeAddress"), value: ({ address }) => address },
        ]}
      />
    </>
  );
}

function Runs({ node: { operations, version } }: { readonly node: NodeAnswer }) {
  return (
    <>
      {operations.length === 0 ? <span class="quiet">{say("nodeRunsNone")}</span> : namesOf(operations)}
      {version === null && <small> {say("nodeSilent")}</small>}
    </>
  );
}

function namesOf(operations: NodeAnswer["operations"]): string {
  return operations.map(({ name }) => name).join(", ");
}

const LOOK_EVERY_MS = 5_000;
