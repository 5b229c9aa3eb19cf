import { parentPort } from "node:worker_threads";
import { pino } from "pino";
import { Fault } from "../../faults/faults.ts";
import { logOptions } from "../log.ts";
import { type Front, type FrontOptions, type Licences, openFront } from "./front.ts";
import { FrontLink } from "./front-link.ts";
import type { FromFront, ToFront } from "./front-messages.ts";

/** The thread's side of `FrontThread`. */
const port = parentPort!;
const say = (message: FromFront) => port.postMessage(message);
const link = new FrontLink(say);
const destination = pino.destination({ fd: 2, sync: false });
let front: Front | null = null;
/** Those that came last; `null`: none since it was begun. */
let licences: Licences | null = null;

port.on("message", (message: ToFront) => {
  if ("answer" in message) link.deliver(message.id, message.answer);
  else if ("open" in message) void open(message.open);
  else if ("close" in message) void close();
  else adopt(message.licences);
});

async function open(options: FrontOptions): Promise<void> {
  try {
    front = await openFront(options, link.desk, pino(logOptions(options.logLevel), destination));
    // They may have come while it was being opened.
    if (licences) front.licences = licences;
    say({ listens: front.listensOn });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    say({ refused: { code: error.code, details: error.details } });
  }
}

function adopt(now: Licences): void {
  licences = now;
  if (front) front.licences = now;
}

async function close(): Promise<void> {
  await front?.close();
  destination.flushSync();
  process.exit();
}
