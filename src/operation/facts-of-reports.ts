import type { Capabilities, Report } from "../exchange/port.ts";
import { sightOf } from "../line/call/seen-before.ts";
import type { Caller, CallSighting, Fact } from "../line/facts.ts";
import type { AttemptId, CallId, PersonId } from "../line/ids.ts";
import type { CallerClass } from "../line/settings.ts";
import type { State } from "../line/state.ts";
import { localDateOf } from "../time/local-time.ts";
import type { JudgedNumber, NumberRules } from "./number-rules.ts";
import type { People } from "./people/people.ts";

/** By what a report becomes a fact. */
interface Acquaintance {
  readonly rules: NumberRules;
  readonly people: People;
  readonly state: State;
  readonly capabilities: Capabilities;
}

/**
 * Makes facts of what the exchange reports: where a report has a number, a fact has the person and the rules' verdict. The people of
 * its numbers were looked up.
 */
export function factOfReport(report: Report, at: number, known: Acquaintance): Fact {
  const callers = namingsIn(report).map((naming) => namedBy(naming, known, at));
  const day = localDateOf(at, known.state.settings.timeZone);
  return factWithPeople(report, at, known.capabilities, {
    callers,
    drawOf: (person) => known.people.drawOf(person, day),
  });
}

/** Who is named in a report, in the order of its namings, and what is drawn for them on the day. */
interface NamedPeople {
  readonly callers: readonly Caller[];
  readonly drawOf: (person: PersonId) => number;
}

/** The fact of a report whose people are known. */
export function factWithPeople(
  report: Report,
  at: number,
  { withdraw, reserve, dial }: Capabilities,
  { callers, drawOf }: NamedPeople,
): Fact {
  const callerOf = (named: Caller, itsClass: CallerClass | undefined): Caller => {
    const caller = { ...named, ...(itsClass ? { class: itsClass } : {}) };
    return caller.person === null ? caller : { ...caller, draw: drawOf(caller.person) };
  };
  switch (report.type) {
    case "call-arrived":
    case "call-joined":
    case "call-replaced":
    case "offer-requested": {
      const { number: _, class: itsClass, ...rest } = report;
      return { ...rest, caller: callerOf(callers[0]!, itsClass), at };
    }
    case "number-keyed": {
      const { number: _, ...rest } = report;
      return { ...rest, callee: callers[0]!, at };
    }
    case "snapshot": {
      const calls = report.calls.map((seen, index) => {
        const { number: _, class: itsClass, ...call } = seen;
        return { ...call, caller: callerOf(callers[index]!, itsClass) };
      });
      return { ...report, calls, canWithdraw: withdraw, canReserve: reserve, canDial: dial, at };
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

/** A number in a report, and the phone call by which somebody shows it or keys it. */
interface Naming {
  readonly number: string | null;
  readonly call: CallId | AttemptId;
  /** It was keyed: it need not be theirs who did. */
  readonly isKeyed?: true;
  /** Where a snapshot sees the call. */
  readonly sighting?: CallSighting;
}

/** The numbers in a report, one for each caller of its fact, in their order. */
export function namingsIn(report: Report): readonly Naming[] {
  if (report.type === "snapshot") return report.calls;
  if (report.type === "call-replaced") return [{ number: report.number, call: report.by }];
  if (report.type === "number-keyed") return [{ ...report, isKeyed: true }];
  return "number" in report ? [report] : [];
}

/** The numbers in a report by which somebody may be known. */
export function numbersOfPeopleIn(report: Report, rules: NumberRules): readonly string[] {
  return namingsIn(report)
    .map(({ number }) => numberOfOne(rules.judge(number)))
    .filter((number) => number !== null);
}

/**
 * Who is meant. Callers are known by their number until the core has their call: from then on they are who it has them
 * for, since all that is known of them may be erased while they are on the phone. Nobody is kept again by a number from
 * which the core concludes nothing: that of a return call, of a call that is over, or of one whose dialogue is under way.
 */
function namedBy(naming: Naming, known: Acquaintance, at: number): Caller {
  const { number, call, isKeyed = false, sighting } = naming;
  const { people, state } = known;
  const seen = sightOf(state, call);
  const isOpen = typeof seen === "object";
  if (isOpen && !isKeyed) return seen;
  const isNew = isKeyed ? isOpen : seen === "new" && sighting !== "in-dialogue";
  return judgedBy(known, number, (kept) => (isNew ? people.find(kept, at) : people.met(kept)));
}

function judgedBy(
  { rules }: Acquaintance,
  raw: string | null,
  personOf: (number: string) => PersonId | null,
): Caller {
  const judged = rules.judge(raw);
  const { verdict, shared, zones } = judged;
  const number = numberOfOne(judged);
  if (number === null) return { person: null, number: verdict };
  const person = personOf(number);
  if (person === null) return WITHHELD;
  return {
    person,
    number: verdict,
    ...(shared ? { shared } : {}),
    ...(zones ? { zones } : {}),
  };
}

/** The number by which one person may be known; `null`: nobody is. */
function numberOfOne({ verdict, number }: JudgedNumber): string | null {
  // A caller who shows a number of the operation's own may be anybody behind its phone system.
  return verdict === "own" ? null : number;
}

const WITHHELD: Caller = { person: null, number: "anonymous" };
