import type { FastifyInstance } from "fastify";
import type { NodesSeen } from "../../../desk/nodes-seen.ts";
import { isoIfKnown } from "../account-answers.ts";
import { addAccountRoute } from "../asked.ts";
import type { AccountSources } from "../session-routes.ts";
import { type NodesAnswer, nodesForm } from "./node-forms.ts";

/** Which node runs what, for administrators. `seen` gives `null` where the server is no node. */
export function addNodeRoutes(
  api: FastifyInstance,
  { sessions }: Pick<AccountSources, "sessions">,
  seen: () => Promise<NodesSeen | null>,
): void {
  addAccountRoute(api, sessions, nodesForm, async () => nodesAnswerOf(await seen()));
}

function nodesAnswerOf(seen: NodesSeen | null): NodesAnswer {
  if (!seen) return { nodes: null, nobodys: [] };
  const listed = (all: NodesSeen["nobodys"]) => all.map(({ operation: id, name }) => ({ id, name }));
  return {
    nodes: seen.nodes.map(({ since, operations, ...node }) => ({
      ...node,
      since: isoIfKnown(since),
      operations: listed(operations),
    })),
    nobodys: listed(seen.nobodys),
  };
}
