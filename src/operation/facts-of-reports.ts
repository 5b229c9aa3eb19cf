import type { Report } from "../exchange/port.ts";
import type { Caller, Fact } from "../line/facts.ts";
import { localDate } from "../line/hours/local-date.ts";
import type { PersonId } from "../line/ids.ts";
import type { CallerClass } from "../line/settings.ts";
import type { NumberRules } from "./numbers/number-rules.ts";
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
  const people = new Map<string | null, Caller>();
  for (const number of numbersIn(report))
    if (!people.has(number)) people.set(number, await knownBy(known, number, at));
  return factWithPeople(
    report,
    at,
    { canWithdraw, canReserve, canDial },
    {
      of: (number) => people.get(number)!,
      drawOf: (person) => known.people.drawOf(person, localDate(known.timeZone, at)),
    },
  );
}

/** Who phones from a number, and what is drawn for them on the day. */
interface ReportedPeople {
  readonly of: (number: string | null) => Caller;
  readonly drawOf: (person: PersonId) => number;
}

/** The fact of a report whose people are known. */
export function factWithPeople(
  report: Report,
  at: number,
  abilities: Abilities,
  people: ReportedPeople,
): Fact {
  const callerOf = (number: string | null, itsClass: CallerClass | undefined): Caller => {
    const caller = { ...people.of(number), ...(itsClass ? { class: itsClass } : {}) };
    return caller.person === null ? caller : { ...caller, draw: people.drawOf(caller.person) };
  };
  switch (report.type) {
    case "call-arrived":
    case "call-joined":
    case "call-replaced":
    case "offer-requested": {
      const { number, class: itsClass, ...rest } = report;
      return { ...rest, caller: callerOf(number, itsClass), at };
    }
    case "number-keyed": {
      const { number, ...rest } = report;
      return { ...rest, callee: people.of(number), at };
    }
    case "snapshot": {
      const calls = report.calls.map(({ number, class: itsClass, ...call }) => ({
        ...call,
        caller: callerOf(number, itsClass),
      }));
      return { ...report, calls, ...abilities, at };
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

function numbersIn(report: Report): readonly (string | null)[] {
  if (report.type === "snapshot") return report.calls.map(({ number }) => number);
  return "number" in report ? [report.number] : [];
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
