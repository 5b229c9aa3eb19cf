import { keyContext } from "../dialplan.ts";
import type { AsteriskQueue } from "../queues.ts";
import type { Replaces } from "./dialplan-check.ts";
import { type Finding, type FindingCode, findings } from "./findings.ts";
import { isNo, isYes, type QueueView } from "./queue-view.ts";

/** A queue with what the dialplan that runs does for it; nothing, where that is not known. */
export type CheckedQueue = AsteriskQueue & { readonly replaces?: Replaces | undefined };

/** An option of queues.conf, or several that do the same to us, weighed. `docs/asterisk.md` has a row of each. */
interface QueueOption {
  readonly names: readonly string[];
  /** What it does to places, offers and return calls. */
  readonly effect: string;
  /** What `check` says, and of which value; left out where every value is fine. */
  readonly warns?: {
    readonly code: FindingCode;
    /** Which values, for people. */
    readonly of: string;
    /** The details of the finding beside the queue's name; `null`: this value is fine. */
    readonly found: (view: QueueView, queue: CheckedQueue) => Finding["details"] | null;
  };
}

/** Every option of Asterisk 22's `queues.conf.sample`, and `membermacro` of those before 21. */
export const queueOptions: readonly QueueOption[] = [
  {
    names: ["force_longest_waiting_caller"],
    effect:
      "An agent of several queues gets the caller who stands longest in any of them, whatever their place. A return call has stood for 0 s: it comes after everybody of the other queues. `prio` looks at places, and is right.",
    warns: {
      code: "forces-longest-waiting",
      of: "`yes`",
      found: (view) => when(isYes(view.general("force_longest_waiting_caller"))),
    },
  },
  {
    names: ["weight"],
    effect:
      "Callers of the heavier queue get a shared agent first, whatever their places: return calls of the lighter queue wait.",
    warns: {
      code: "weight-differs",
      of: "another one than the other queues have",
      found: (view) => {
        const weight = view.number("weight");
        const others = view.otherWeights.length > 0 ? view.otherWeights : [0];
        return when(
          others.some((other) => other !== weight),
          { value: weight },
        );
      },
    },
  },
  {
    names: ["autofill"],
    effect:
      "With `no` one caller is connected after another though more agents are free: they idle, and return calls that were dialled for them wait. It is `no` where neither the queue nor `[general]` says `yes`.",
    warns: {
      code: "serves-one-by-one",
      of: "`no`, or left out",
      found: (view) => when(!isYes(view.value("autofill") || view.general("autofill"))),
    },
  },
  {
    names: ["shared_lastcall"],
    effect:
      "A call in another queue makes the agent wrap up here too, for this queue's `wrapuptime`. Espera hears of it within a minute, and dials for an agent who is not free yet.",
    warns: {
      code: "shares-last-call",
      of: "`yes` with a `wrapuptime`",
      found: (view) => when(isYes(view.general("shared_lastcall")) && view.number("wrapuptime") > 0),
    },
  },
  {
    names: ["ringinuse"],
    effect:
      "With `yes`, the default, agents are rung while they talk: they seem free, and nobody is offered anything.",
    warns: {
      code: "rings-in-use",
      of: "all but `no`",
      found: (view) => when(!isNo(view.value("ringinuse"))),
    },
  },
  {
    names: ["wrapuptime"],
    effect:
      "No event tells of it: Espera knows it as `wrapUpS`, and takes an agent for free until it is said there.",
    warns: {
      code: "wrap-up-differs",
      of: "another one than `wrapUpS`",
      found: (view, { wrapUpMs = 0 }) => {
        const found = view.number("wrapuptime");
        return when(found * 1000 !== wrapUpMs, { found, wanted: wrapUpMs / 1000 });
      },
    },
  },
  {
    names: ["maxlen"],
    effect: "A full queue refuses return calls as well, however early their places.",
    warns: {
      code: "may-be-full",
      of: "above 0",
      found: (view) => when(view.number("maxlen") > 0, { value: view.number("maxlen") }),
    },
  },
  {
    names: ["joinempty"],
    effect:
      "All but `yes` refuses callers, and return calls, while every agent is in one of the states that it lists: `no` is `penalty,paused,invalid`.",
    warns: {
      code: "refuses-when-empty",
      of: "all but `yes`",
      found: (view) => whenNot(isYes, view, "joinempty", "yes"),
    },
  },
  {
    names: ["leavewhenempty"],
    effect:
      "All but `no` sends away who waits, return calls too, as soon as every agent is in one of those states.",
    warns: {
      code: "refuses-when-empty",
      of: "all but `no`",
      found: (view) => whenNot(isNo, view, "leavewhenempty", "no"),
    },
  },
  {
    names: ["context"],
    effect:
      "A digit that is an extension of it takes a caller out of the queue. For [offers by key](#asking-who-waits-already) it must be the printed one. By another one the customer of a return call can leave as well, and the attempt is used up.",
    warns: {
      code: "key-leads-away",
      of: "a context of yours",
      found: (view) => {
        const value = view.value("context");
        return when(value !== "" && value !== keyContext(view.queue), { value });
      },
    },
  },
  {
    names: ["announce-position"],
    effect: "Callers would hear their position grow when a return call comes back to an earlier place.",
    warns: {
      code: "announces-position",
      of: "all but `no`",
      found: (view) => whenNot(isNo, view, "announce-position", "no"),
    },
  },
  {
    names: ["announce-holdtime"],
    effect:
      "Asterisk's estimate is the mean of what was waited in the queue. Return calls wait there for seconds: callers are told too little.",
    warns: {
      code: "announces-hold-time",
      of: "`yes`, `once`",
      found: (view) => whenNot(isNo, view, "announce-holdtime", "no"),
    },
  },
  {
    names: ["announce-to-first-user"],
    effect:
      "An agent who answers waits until the announcement to the first in line is over. A return call is often the first.",
    warns: {
      code: "announces-to-first",
      of: "`yes`",
      found: (view) => when(isYes(view.value("announce-to-first-user"))),
    },
  },
  {
    names: ["announce"],
    effect:
      "What the agent hears before the caller. With return calls they hear Espera's “a return call” in its place.",
    warns: { code: "announcement-replaced", of: "any", found: (view) => when(view.value("announce") !== "") },
  },
  {
    names: ["membergosub", "membermacro"],
    effect:
      "A routine on the agent's channel. With return calls Espera's own runs in its place, which calls the one that `--queue-gosub` names.",
    warns: {
      code: "routine-replaced",
      of: "any that `--queue-gosub` does not name",
      found: (view, { replaces }) => {
        const setting = ["membergosub", "membermacro"].find((name) => view.value(name) !== "");
        const runs = setting === "membergosub" && view.value(setting) === replaces?.routine;
        return setting === undefined || runs ? null : { setting };
      },
    },
  },
  {
    names: ["defaultrule"],
    effect:
      "Penalties change by how long a caller stands in the queue: a return call gets those of its true wait, which the printed dialplan asks for.",
    warns: {
      code: "rule-begins-anew",
      of: "any, where an earlier Espera printed the dialplan",
      found: (view, { replaces }) =>
        when(view.value("defaultrule") !== "" && !replaces?.limits, { value: view.value("defaultrule") }),
    },
  },
  {
    names: ["negative_penalty_invalid"],
    effect: "Members with a penalty below 0 are not called; Espera takes them for free.",
    warns: {
      code: "negative-penalty-invalid",
      of: "`yes`",
      found: (view) => when(isYes(view.general("negative_penalty_invalid"))),
    },
  },
  {
    names: ["member"],
    effect:
      "Members are looked at as Asterisk has them, dynamic and realtime ones too: [below](#members-of-a-queue).",
  },
  {
    names: ["penaltymemberslimit"],
    effect: "Penalties count for nothing in a queue of so few members. No place changes.",
  },
  {
    names: ["strategy"],
    effect: "Whose phone rings. Who is first in line is another question, and not asked of it.",
  },
  {
    names: ["timeout", "retry", "timeoutrestart"],
    effect:
      "How long a phone rings, and the pause before the next. A return call that an agent does not answer waits for both.",
  },
  {
    names: ["timeoutpriority"],
    effect: "With `conf` a caller may stay longer than `--queue-timeout-s`, until the ring is over.",
  },
  {
    names: ["memberdelay", "queue-callerannounce"],
    effect: "Seconds between the agent's answer and the conversation, for every call alike.",
  },
  {
    names: ["autopause", "autopausedelay", "autopausebusy", "autopauseunavail"],
    effect: "An agent who does not answer is paused. Espera hears of it at once.",
  },
  {
    names: ["persistentmembers"],
    effect: "Members who were added at run time come back after a restart. Espera asks who is there.",
  },
  {
    names: ["monitor-format", "monitor-type"],
    effect: "Return calls are recorded as all calls of the queue are, from the conversation on.",
  },
  {
    names: ["setinterfacevar", "setqueueentryvar", "setqueuevar"],
    effect: "Variables for your dialplan. `QEHOLDTIME` of a return call is the wait after key 1.",
  },
  {
    names: ["reportholdtime"],
    effect: "The agent hears how long the caller waited in the queue: of a return call, since key 1.",
  },
  {
    names: ["servicelevel"],
    effect: "Only Asterisk's own figures, in which return calls were hardly waiting.",
  },
  {
    names: [
      "log_membername_as_agent",
      "log-caller-id-name",
      "log-restricted-caller-id",
      "log_unpause_on_reason_change",
    ],
    effect: "Only what `queue_log` says.",
  },
  { names: ["musicclass"], effect: "The music in the queue, for return calls too." },
  {
    names: [
      "announce-frequency",
      "min-announce-frequency",
      "announce-position-limit",
      "announce-round-seconds",
      "announce-position-only-up",
    ],
    effect: "How positions and times are announced, where they are.",
  },
  {
    names: [
      "periodic-announce",
      "periodic-announce-frequency",
      "periodic-announce-startdelay",
      "random-periodic-announce",
      "relative-periodic-announce",
    ],
    effect: "What callers hear meanwhile. Here you tell them of the key that asks for a return call.",
  },
  {
    names: [
      "queue-youarenext",
      "queue-thereare",
      "queue-callswaiting",
      "queue-quantity1",
      "queue-quantity2",
      "queue-holdtime",
      "queue-minute",
      "queue-minutes",
      "queue-seconds",
      "queue-thankyou",
      "queue-reporthold",
    ],
    effect: "The sounds of announcements.",
  },
];

/** What `check` says of an option: fine, warned (it works, and will surprise) or refused (return calls do not work). */
export function verdictOf({ warns }: QueueOption): string {
  if (!warns) return "fine";
  const level = findings[warns.code].level === "missing" ? "refused" : "warned";
  return `${level}: ${warns.of} (\`${warns.code}\`)`;
}

/** What is found of a queue's options. */
export function optionsOf(view: QueueView, queue: CheckedQueue): Finding[] {
  return queueOptions.flatMap(({ warns }) => {
    const details = warns?.found(view, queue) ?? null;
    return warns && details ? [{ code: warns.code, details: { queue: view.queue, ...details } }] : [];
  });
}

function when(found: boolean, details: Finding["details"] = {}): Finding["details"] | null {
  return found ? details : null;
}

/** What stands there, unless it is what `fits`; without a line it is `usual`. */
function whenNot(
  fits: (value: string) => boolean,
  view: QueueView,
  setting: string,
  usual: string,
): Finding["details"] | null {
  const value = (view.value(setting) || usual).toLowerCase();
  return when(!fits(value), { setting, value });
}
