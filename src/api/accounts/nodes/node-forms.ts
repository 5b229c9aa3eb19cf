import { z } from "zod";
import type { AccountForm } from "../account-form.ts";

const operations = z.array(z.object({ id: z.number(), name: z.string() }));

const nodeAnswer = z.object({
  /** New at each start. */
  id: z.string(),
  name: z.string(),
  address: z.string(),
  /** Both `null`: it does not answer the node that was asked. */
  version: z.string().nullable(),
  since: z.string().nullable(),
  /** Those that it runs. */
  operations,
});
export type NodeAnswer = z.infer<typeof nodeAnswer>;

/** `nodes` is `null`, and nothing is known of the rest, where the server is no node. */
export const nodesAnswer = z.object({
  nodes: z.array(nodeAnswer).nullable(),
  /** Those that a node ran once, and none does now. */
  nobodys: operations,
});
export type NodesAnswer = z.infer<typeof nodesAnswer>;

export const nodesForm = {
  method: "GET",
  path: "/v1/nodes",
  of: "administrators",
} as const satisfies AccountForm;
