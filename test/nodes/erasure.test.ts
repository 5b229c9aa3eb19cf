import assert from "node:assert/strict";
import { it } from "node:test";
import { NOTHING_RUNS } from "../../src/desk/owner.ts";
import { openNodeDoor } from "../../src/server/nodes/node-door.ts";
import { ownerAmongNodes } from "../../src/server/nodes/owner-among-nodes.ts";

it("an erasure waits for the node that has an operation and does not run it yet", async (context) => {
  const erased: string[] = [];
  let asked = 0;
  const door = await openNodeDoor(
    { host: "127.0.0.1", port: 0 },
    {
      secret: "s",
      owner: { ...NOTHING_RUNS, erased: async (_, person) => void erased.push(person) },
      isHere: () => ++asked > 1,
      log: { error: assert.fail },
    },
  );
  context.after(() => door.close());
  const owner = ownerAmongNodes({
    here: NOTHING_RUNS,
    isHere: () => false,
    ownership: {
      ownerOf: async () => ({ id: "n", name: "north", address: door.address }),
      owners: async () => [],
    },
    secret: "s",
  });
  await owner.erased({ id: 1 }, "ana");
  assert.deepEqual([erased, asked], [["ana"], 2]);
});
