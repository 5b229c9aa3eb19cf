import { agiAddress, isFoundByMachine } from "../agi/agi-address.ts";
import { type Ami, asterisksTime, getvar } from "../ami/actions.ts";
import { leaseVariable, OWNER_ADDRESS, ownerVariable } from "../printed/dialplan.ts";
import { extensionOf } from "../queues/queue-names.ts";
import type { AsteriskQueue } from "../queues/queues.ts";
import { type Finding, finding } from "./findings.ts";
import { type Address, reach } from "./reach.ts";

/** A living node, as the database has it. */
export interface CheckedNode {
  readonly name: string;
  /** Where the other nodes ask it. */
  readonly address: Address;
  /** Whether it runs the operation. */
  readonly isOwner: boolean;
}

/**
 * Whether each node can be reached by the others, and by Asterisk where its calls are to be brought: the owner answers there, and
 * the machines of the others do. As seen from here.
 */
export async function checkNodes(
  nodes: readonly CheckedNode[],
  { ami, agi }: { readonly ami: Pick<Address, "host">; readonly agi: Address },
): Promise<Finding[]> {
  const found: Finding[] = [];
  if (!nodes.some(({ isOwner }) => isOwner)) found.push(finding("operation-without-node"));
  if (isLoopback(agi.host) && !isLoopback(ami.host))
    found.push(finding("nodes-out-of-reach", { host: agi.host, asterisk: ami.host }));
  const each = await Promise.all(
    nodes.map(async ({ name: node, address, isOwner }) => {
      const { host, port } = address;
      if ((await reach(address)) !== "reached")
        return [finding("node-unreachable", { node, address: `${host}:${port}` })];
      // Where each listens at an address of its own, only the lease says which.
      if (!isFoundByMachine(agi)) return [];
      const answer = await reach({ host, port: agi.port });
      if (answer === "reached" || (answer === "refused" && !isOwner)) return [];
      return [finding("node-agi-unreachable", { node, address: agiAddress(agi, host) })];
    }),
  );
  return [...found, ...each.flat()];
}

/** Whether the leases of an operation's queues are renewed, and lead to the node that runs it. */
export async function checkLeases(
  ami: Ami,
  {
    queues,
    owner,
    agi,
  }: { readonly queues: readonly AsteriskQueue[]; readonly owner: CheckedNode; readonly agi: Address },
): Promise<Finding[]> {
  const wanted = queues.filter(({ smartWait }) => smartWait !== "off");
  const now = await asterisksTime(ami);
  if (now === null || wanted.length === 0) return [];
  const node = owner.name;
  const found: Finding[] = [];
  let leased = 0;
  for (const queue of wanted) {
    if (!(Number(await getvar(ami, leaseVariable(extensionOf(queue)))) > now)) continue;
    leased++;
    const to = (await getvar(ami, ownerVariable(extensionOf(queue)))) ?? "";
    const isOwners = isFoundByMachine(agi)
      ? to === agiAddress(agi, owner.address.host)
      : new RegExp(OWNER_ADDRESS).test(to);
    if (!isOwners) found.push(finding("lease-elsewhere", { queue: queue.queue, node, found: to || "-" }));
    else if ((await reach(addressOf(to))) !== "reached")
      found.push(finding("node-agi-unreachable", { node, address: to }));
  }
  // The mode of one skill may have been changed since it was read.
  return leased > 0 ? found : [finding("lease-lacking", { node })];
}

function addressOf(text: string): Address {
  const [host = "", port] = text.split(":");
  return { host, port: Number(port) };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
