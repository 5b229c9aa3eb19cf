import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Logger } from "pino";
import { ownerAnswerOf } from "../../desk/answers.ts";
import type { NodeItself } from "../../desk/nodes-seen.ts";
import type { Owner } from "../../desk/owner.ts";
import { askOwner, type OwnerMessage } from "../../desk/owner-messages.ts";
import { Fault } from "../../faults/faults.ts";
import { version } from "../version.ts";

interface NodeDoor {
  /** Where other nodes find it: `http://host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Lets other nodes ask the operations that run here, and give them orders: `POST /` with an `OwnerMessage` and the secret that
 * the nodes of a database share; and ask the node what it is, with `GET /`. A question is never passed on from here, so none can go in circles. `port` 0: any free one. Fault: `address-unusable`.
 */
export async function openNodeDoor(
  { host, port }: { readonly host: string; readonly port: number },
  {
    secret,
    owner,
    isHere,
    log,
  }: {
    readonly secret: string;
    readonly owner: Owner;
    /** Whether an operation runs here by now, and still does. */
    readonly isHere: (operation: number) => boolean;
    readonly log: Pick<Logger, "error">;
  },
): Promise<NodeDoor> {
  const begunAt = performance.now();
  const wanted = Buffer.from(`Bearer ${secret}`);
  const isNode = ({ headers: { authorization = "" } }: IncomingMessage) => {
    const shown = Buffer.from(authorization);
    return shown.length === wanted.length && timingSafeEqual(shown, wanted);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (!isNode(request)) {
      response.writeHead(401).end();
      return;
    }
    if (request.method === "GET") {
      const itself: NodeItself = { version, upMs: performance.now() - begunAt };
      response.writeHead(200, JSON_HEADERS).end(JSON.stringify(itself));
      return;
    }
    const message = JSON.parse(await text(request)) as OwnerMessage;
    const given = await ownerAnswerOf(
      async () => {
        // Whoever erases takes the number out next: a node that is only about to run the operation must hear of it then.
        if (message.ask === "erased" && !isHere(message.operation)) throw new Fault("operation-closed");
        return askOwner(owner, message);
      },
      (error) => log.error({ err: error }, "a question of another node failed"),
    );
    response.writeHead(200, JSON_HEADERS).end(JSON.stringify(given));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        new Fault("address-unusable", { host, port, problem: error.code ?? error.message }, { cause: error }),
      );
    });
    server.listen(port, host, resolve);
  });
  const { port: listens } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(":") ? `[${host}]` : host}:${listens}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const JSON_HEADERS = { "content-type": "application/json" };
