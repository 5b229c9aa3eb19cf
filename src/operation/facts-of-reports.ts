import type { Report } from "../exchange/port.ts";
import type { Caller, Fact } from "../line/facts.ts";
import { localDate } from "../line/local-date.ts";
import type { CallerClass } from "../line/settings.ts";
import type { NumberRules } from "./number-rules.ts";
import type { People } from "./people.ts";

/** What is judged of a number, who is known by it, and on which side of the hold-out he is on the operation's day. */
export interface Acquaintance {
  readonly rules: NumberRules;
  readonly people: People;
  /** The operation's, IANA name. */
  readonly timeZone: string;
}

/** What the exchange can do, as a snapshot says it. */
interface Abilities {
  readonly canWithdraw: boolean;
  readonly canReserve: boolean;
  readonly canDial: boolean;
}

/** Makes facts of what the exchange reports: where a report has a number, a fact has the person and the rules' verdict. */
export async function factOfReport(
  report: Report,
  at: number,
  { canWithdraw, canReserve, canDial, ...known }: Acquaintance & Abilities,
): Promise<Fact> {
  switch (report.type) {
    case "call-arrived":
    case "call-joined":
    case "call-replaced":
    case "offer-requested": {
      const { number, class: itsClass, ...rest } = report;
      return { ...rest, caller: await callerOf(known, number, itsClass, at), at };
    }
    case "number-keyed": {
      const { number, ...rest } = report;
      return { ...rest, callee: await knownBy(known, number, at), at };
    }
    case "snapshot": {
      const calls = [];
      for (const { number, class: itsClass, ...call } of report.calls)
        calls.push({ ...call, caller: await callerOf(known, number, itsClass, at) });
      return { ...report, calls, canWithdraw, canReserve, canDial, at };
    }
    case "agent-changed":
    case "attempt-progressed":
    case "call-answered":
    case "call-ended":
    case "call-left":
    case "call-rung":
    case "choice-made":
    case "exchange-lost":
    case "question-began":
    case "ring-missed":
      return { ...report, at };
  }
}

async function callerOf(
  known: Acquaintance,
  raw: string | null,
  itsClass: CallerClass | undefined,
  at: number,
): Promise<Caller> {
  const caller = { ...(await knownBy(known, raw, at)), ...(itsClass ? { class: itsClass } : {}) };
  if (caller.person === null) return caller;
  const day = localDate(known.timeZone, at);
  return { ...caller, draw: known.people.drawOf(caller.person, day) };
}

async function knownBy({ rules, people }: Acquaintance, raw: string | null, at: number): Promise<Caller> {
  const { verdict, number, shared, zones } = rules.judge(raw);
  // Whoever shows a number of the operation's own is anybody behind its phone system.
  if (number === null || verdict === "own") return { person: null, number: verdict };
  const person = people.recent(number) ?? (await people.find(number, at));
  return {
    person,
    number: verdict,
    ...(shared ? { shared } : {}),
    ...(zones ? { zones } : {}),
  };
}
