/** A line of Asterisk's queue_log, by what it says of a call. Times are epoch ms and ms; `null` where the line has none. */
export type QueueEvent = QueueEventOrigin &
  (
    | { readonly type: "entered"; readonly number: string | null }
    | { readonly type: "connected"; readonly waitMs: number | null }
    | { readonly type: "completed"; readonly waitMs: number | null; readonly talkMs: number | null }
    | { readonly type: "left"; readonly how: LeftHow; readonly waitMs: number | null }
    /** Of agents and of the queue itself; `data` has what the line says further. */
    | { readonly type: "other"; readonly data: readonly string[] }
    | { readonly type: "unknown"; readonly data: readonly string[] }
  );

export type LeftHow = "abandoned" | "timeout" | "key" | "empty" | "withdrawn";

interface QueueEventOrigin {
  /** From 1, in its file. */
  readonly line: number;
  readonly at: number;
  /** The event as Asterisk calls it, such as ENTERQUEUE. */
  readonly name: string;
  readonly call: string;
  readonly queue: string;
  readonly agent: string | null;
}

/** The fields of a line, after its time: call id, queue, agent, event, and what follows. */
type QueueFields = readonly string[];

/** Reads the fields of a line; `null` where they are none. */
export function queueEventOf(line: number, at: number, fields: QueueFields): QueueEvent | null {
  const [call = "", queue = "", agent = "", event = "", ...data] = fields.map((field) => field.trim());
  const name = event.toUpperCase();
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return null;
  const origin = { line, at, name, call, queue, agent: agent === "" || agent === "NONE" ? null : agent };
  const left = leftHow[name];
  if (left)
    return { ...origin, type: "left", how: left, waitMs: secondsOf(data[name === "EXITWITHKEY" ? 3 : 2]) };
  switch (name) {
    case "ENTERQUEUE":
      return { ...origin, type: "entered", number: numberOf(data[1]) };
    case "CONNECT":
      return { ...origin, type: "connected", waitMs: secondsOf(data[0]) };
    case "COMPLETECALLER":
    case "COMPLETEAGENT":
      return { ...origin, type: "completed", waitMs: secondsOf(data[0]), talkMs: secondsOf(data[1]) };
    case "TRANSFER":
    case "BLINDTRANSFER":
    case "ATTENDEDTRANSFER": {
      // Where the call went comes first, in as many fields as it takes; hold time, talk and position in line are the last three.
      const last = data.findLastIndex((field) => field !== "");
      return {
        ...origin,
        type: "completed",
        waitMs: secondsOf(data[last - 2]),
        talkMs: secondsOf(data[last - 1]),
      };
    }
  }
  return others.has(name) ? { ...origin, type: "other", data } : { ...origin, type: "unknown", data };
}

const leftHow: Readonly<Record<string, LeftHow>> = {
  ABANDON: "abandoned",
  EXITWITHTIMEOUT: "timeout",
  EXITWITHKEY: "key",
  EXITEMPTY: "empty",
  WITHDRAW: "withdrawn",
};

const others: ReadonlySet<string> = new Set(
  `DID INFO RINGNOANSWER RINGCANCELED QUEUESTART CONFIGRELOAD SYSCOMPAT ADDMEMBER REMOVEMEMBER PAUSE UNPAUSE PAUSEALL
  UNPAUSEALL PAUSEREASON PENALTY RINGINUSE MEMBERPENALTY AGENTLOGIN AGENTLOGOFF AGENTCALLBACKLOGIN AGENTCALLBACKLOGOFF
  AGENTDUMP`.split(/\s+/),
);

function secondsOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,7}(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : null;
}

/** What is shown where a number is withheld is nobody's: words, zeros, what no telephone has. */
function numberOf(text: string | undefined): string | null {
  const digits = text?.replace(/^\+/, "") ?? "";
  return /^\d{6,15}$/.test(digits) && !/^(\d)\1*$/.test(digits) ? text! : null;
}
