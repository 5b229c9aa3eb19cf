/**
 * Asterisk's reply to an AGI command. `ok`: carried out, `result` says how. `dead`: the caller is gone (511).
 * `rejected`: an unknown command or wrong syntax (510, 520). `gone`: the AGI ended before a reply; `unsafe`: never
 * sent, because it held a line break or was too long.
 */
export interface Reply {
  readonly status: "ok" | "dead" | "rejected" | "gone" | "unsafe";
  /** The word after `result=`; empty when there is none. */
  readonly result: string;
  /** What stood in parentheses: a variable's value, or `timeout`, `hangup`, `dtmf` …; `null` without any. */
  readonly value: string | null;
  /** Samples played or recorded, 8000 a second; `null` where that makes no sense. */
  readonly endpos: number | null;
}

/** A reply to a command that Asterisk has not answered and will not. */
export function noReply(status: "gone" | "unsafe"): Reply {
  return { status, result: "", value: null, endpos: null };
}

/** A value or a usage text of more lines than this is given up. */
const MAX_LINES = 200;

/**
 * Puts lines together to replies. Most replies are one line; a wrong syntax is answered with a usage text of many
 * lines, a variable's value may hold line breaks, and a bare `HANGUP` may stand between any two lines.
 */
export class ReplyAssembler {
  /** The lines of a reply that has not ended. */
  #open: string[] = [];

  /** The reply that ends with `line`, `hangup`, or `null`: nothing yet, or a line that is no reply. */
  line(line: string): Reply | "hangup" | null {
    if (line === "HANGUP") return "hangup";
    if (this.#open.length === 0) {
      if (!/^\d{3}[ -]/.test(line)) return null;
      if (!goesOn(line)) return parse(line);
      this.#open = [line];
      return null;
    }
    this.#open.push(line);
    const whole = this.#open.join("\n");
    const ended = whole.startsWith("520-") ? line.startsWith("520 ") : line.includes(")");
    if (!ended && this.#open.length < MAX_LINES) return null;
    this.#open = [];
    return parse(whole);
  }
}

function goesOn(line: string): boolean {
  return line.startsWith("520-") || (line.startsWith("200 ") && line.includes("(") && !line.includes(")"));
}

function parse(text: string): Reply {
  const code = text.slice(0, 3);
  const status = code === "200" ? "ok" : code === "511" ? "dead" : "rejected";
  const found = /^\d{3} result=(\S*)(?: \(([\s\S]*)\))?(?: endpos=(-?\d+))?\s*$/.exec(text);
  return {
    status,
    result: found?.[1] ?? "",
    value: found?.[2] ?? null,
    endpos: found?.[3] === undefined ? null : Number(found[3]),
  };
}
