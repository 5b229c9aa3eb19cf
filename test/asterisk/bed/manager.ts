import { connect, type Socket } from "node:net";
import { addresses, managerUser } from "./configuration.ts";
import { until } from "./until.ts";

/** One message of the manager interface; a header that comes more than once keeps its first value. */
export type ManagerMessage = Readonly<Record<string, string>> & {
  /** When the bed received it, epoch ms. */
  readonly at: number;
};

/** A connection to the manager interface for the bed's own use: not Espera's, so that it can judge Espera. */
export interface Manager {
  /** Everything that came which is not the answer to an action. */
  readonly events: readonly ManagerMessage[];
  /** Sends an action and gives its response, whatever it says. */
  action(
    name: string,
    headers?: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<ManagerMessage>;
  close(): void;
}

export interface ManagerWanted {
  /** The classes of events, such as `call,agent`; all if not said. */
  readonly classes?: string;
  /** Is given each event, and `events` stays empty: for load. */
  readonly each?: (event: ManagerMessage) => void;
}

/** Connects and logs in; throws when the manager refuses. */
export async function connectManager(
  port: number,
  { classes = "on", each }: ManagerWanted = {},
): Promise<Manager> {
  const socket: Socket = connect(port, addresses.asterisk);
  const events: ManagerMessage[] = [];
  const responses = new Map<string, ManagerMessage>();
  let failure: Error | undefined;
  socket.setEncoding("utf8");
  socket.on("error", (error) => {
    failure = error;
  });
  socket.on(
    "data",
    messagesOf((message) => {
      if (message["Event"] === undefined) responses.set(message["ActionID"] ?? "", message);
      else if (each === undefined) events.push(message);
      else each(message);
    }),
  );

  let next = 1;
  const action: Manager["action"] = async (name, headers = {}) => {
    const id = `bed-${next++}`;
    const lines = [`Action: ${name}`, `ActionID: ${id}`];
    for (const [header, value] of Object.entries(headers))
      for (const each of typeof value === "string" ? [value] : value) lines.push(`${header}: ${each}`);
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    return until(`the manager's answer to ${name}`, 5_000, () => {
      if (failure !== undefined) throw failure;
      return responses.get(id);
    });
  };
  const login = await action("Login", {
    Username: managerUser.name,
    Secret: managerUser.secret,
    Events: classes,
  });
  if (login["Response"] !== "Success") throw new Error(`the manager refuses: ${login["Message"]}`);
  return { events, action, close: () => socket.destroy() };
}

/** What takes in a stream of text and gives `each` of its messages when it is whole. */
export function messagesOf(each: (message: ManagerMessage) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    rest += text;
    for (let end = rest.indexOf("\r\n\r\n"); end >= 0; end = rest.indexOf("\r\n\r\n")) {
      const message = parse(rest.slice(0, end));
      rest = rest.slice(end + 4);
      each(message);
    }
  };
}

function parse(text: string): ManagerMessage {
  const message: Record<string, string> = {};
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) message[line.slice(0, colon)] ??= line.slice(colon + 2);
  }
  return Object.assign(message, { at: Date.now() }) as ManagerMessage;
}
