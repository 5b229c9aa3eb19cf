import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, describe, test } from "node:test";
import { agiAddress } from "../../../src/exchange/asterisk/agi/agi-address.ts";
import { sentence } from "../../../src/exchange/asterisk/check/findings.ts";
import { checkLeases, checkNodes } from "../../../src/exchange/asterisk/check/nodes-check.ts";
import type { AsteriskQueue } from "../../../src/exchange/asterisk/queues/queues.ts";
import { AskedAmi, answered } from "./adapter-peers.ts";

const NORTH = "127.0.0.2";
const SOUTH = "127.0.0.3";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A port that is listened on at these hosts. */
async function open(...hosts: readonly string[]): Promise<number> {
  let port = 0;
  for (const host of hosts) {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    servers.push(server);
    ({ port } = server.address() as AddressInfo);
  }
  return port;
}

/** A port that nobody listens on. */
async function closed(): Promise<number> {
  const port = await open(NORTH);
  await new Promise((resolve) => servers.pop()!.close(resolve));
  return port;
}

const node = (name: string, host: string, port: number, isOwner = false) => ({
  name,
  address: { host, port },
  isOwner,
});

describe("the check of nodes", () => {
  const asterisk = { host: "10.0.0.5" };
  const everywhere = (port: number) => ({ host: "0.0.0.0", port });
  const said = async (...[nodes, agi]: [Parameters<typeof checkNodes>[0], { host: string; port: number }]) =>
    (await checkNodes(nodes, { ami: asterisk, agi })).map((one) => sentence(one, "en"));

  test("finds nothing where each is there, and the owner listens for Asterisk", async () => {
    const door = await open(NORTH, SOUTH);
    const agi = everywhere(await open(NORTH));
    assert.deepEqual(await said([node("north", NORTH, door, true), node("south", SOUTH, door)], agi), []);
  });

  test("names who cannot be reached, and where", async () => {
    const door = await open(NORTH);
    const agi = everywhere(await closed());
    assert.deepEqual(await said([node("north", NORTH, door, true), node("south", SOUTH, door)], agi), [
      `Calls would not reach the node north: ${NORTH}:${agi.port} cannot be reached from here. Open the AGI port on that machine, or correct its --node-address (or agi.host, where it is not 0.0.0.0).`,
      `The node south cannot be reached at ${SOUTH}:${door} from here: open that port between the nodes, or correct its --node-address.`,
    ]);
  });

  test("says when none of them runs the operation", async () => {
    const door = await open(NORTH);
    assert.match(
      (await said([node("north", NORTH, door)], everywhere(await closed()))).join(),
      /^There are nodes, and none of them runs/,
    );
  });

  test("says when they listen where an Asterisk on another machine cannot call", async () => {
    const door = await open(NORTH);
    assert.match(
      (await said([node("north", NORTH, door, true)], { host: "127.0.0.1", port: 4573 })).join(),
      /^The nodes listen for AGI on 127\.0\.0\.1, .* Asterisk is at 10\.0\.0\.5: set agi\.host to 0\.0\.0\.0/,
    );
  });
});

describe("the check of leases", () => {
  const NOW = 1_795_337_198;
  const queue = (name: string, smartWait: AsteriskQueue["smartWait"] = "on") => ({
    queue: name,
    skill: 7,
    smartWait,
  });

  /** What is found with these global variables in Asterisk. */
  async function found(
    variables: Readonly<Record<string, string>>,
    agi: { readonly host: string; readonly port: number },
    queues: readonly AsteriskQueue[] = [queue("ventas")],
  ): Promise<string[]> {
    const ami = new AskedAmi();
    ami.answer = (name, headers) =>
      name === "Ping"
        ? answered({ Timestamp: `${NOW}.25` })
        : answered({ Value: variables[String(headers["Variable"])] ?? "" });
    const findings = await checkLeases(ami, { queues, owner: node("north", NORTH, 8090, true), agi });
    return findings.map(({ code, details }) =>
      `${code} ${details["found"] ?? details["address"] ?? ""}`.trim(),
    );
  }

  test("finds nothing where they are renewed, and lead to the owner", async () => {
    const port = await open(NORTH);
    const leads = { ESPERA_ventas: `${NOW + 8}`, ESPERAOWNER_ventas: `${NORTH}:${port}` };
    assert.deepEqual(await found(leads, { host: "0.0.0.0", port }), []);
    assert.deepEqual(
      await found(leads, { host: "10.0.0.99", port }),
      [],
      "each node listens at an address of its own",
    );
  });

  test("says when none is renewed, though some queue is to have one", async () => {
    const agi = { host: "0.0.0.0", port: 4573 };
    for (const until of ["", "0", `${NOW}`])
      assert.deepEqual(await found({ ESPERA_ventas: until }, agi), ["lease-lacking"]);
    assert.deepEqual(await found({}, agi, [queue("ventas", "off")]), []);
  });

  test("lead to the owner's machine by its host, where it listens on an address of IPv6", async () => {
    const port = await open(NORTH);
    const leads = {
      ESPERA_ventas: `${NOW + 8}`,
      ESPERAOWNER_ventas: agiAddress({ host: "fd00::11", port }, NORTH),
    };
    assert.deepEqual(await found(leads, { host: "fd00::11", port }), []);
  });

  test("says when one leads elsewhere, or to where nobody answers", async () => {
    const port = await open(NORTH);
    const agi = { host: "0.0.0.0", port };
    const until = { ESPERA_ventas: `${NOW + 8}` };
    assert.deepEqual(await found(until, agi), ["lease-elsewhere -"]);
    const stranger = `${SOUTH}:${port}`;
    assert.deepEqual(await found({ ...until, ESPERAOWNER_ventas: stranger }, agi), [
      `lease-elsewhere ${stranger}`,
    ]);
    const own = { host: SOUTH, port };
    assert.deepEqual(await found({ ...until, ESPERAOWNER_ventas: stranger }, own), [
      `node-agi-unreachable ${stranger}`,
    ]);
    assert.deepEqual(await found({ ...until, ESPERAOWNER_ventas: "a b:1" }, own), ["lease-elsewhere a b:1"]);
  });
});
