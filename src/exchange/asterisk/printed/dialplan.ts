import { PLACES_FROM_S } from "../identity.ts";
import { extensionOf, type NamedQueue, queueArgument } from "../queues/queue-names.ts";
import { CLASS_EVENT, CLASS_VARIABLE, CREDIT_VARIABLE } from "./caller-class.ts";
import { type QueueArguments, queueLine } from "./queue-arguments.ts";

/** How the dialplan of a queue is to be. */
export interface DialplanWanted {
  readonly queues: readonly NamedQueue[];
  /** Where Asterisk finds Espera, `host:port`, as long as no node says that it is called elsewhere. */
  readonly agi: string;
  /** The installation's secret, which stands in the addresses that Asterisk calls: letters, digits, `-` and `_`. */
  readonly agiSecret?: string;
  /** Folder of the prompts, with a slash at its end: `espera/`. */
  readonly prompts: string;
  /** Seconds until a call is taken back from an Espera that is silent. */
  readonly watchdogS?: number;
  /** How long the customer of a return call waits for room in a queue that refuses them, s. */
  readonly roomWithinS?: number;
  /** For how many seconds callers of a class have credit, by the name that the site gives in `ESPERA_CLASS`. */
  readonly classes?: Readonly<Record<string, number>>;
  /** What else the site says in its `Queue()`, by the queue's extension. */
  readonly queueArguments?: Readonly<Record<string, QueueArguments>>;
}

/** The user event by which the dialplan says that a queue would not take a call, or gave it up. */
export const LEFT_EVENT = "EsperaLeft";

/** The context that callers are sent to, at the extension of their queue. */
export const IN_CONTEXT = "espera-in";
/** The context where an answered return call goes on. */
export const RETURN_CONTEXT = "espera-return";
/**
 * The context of placeholders: who stands in a queue for somebody who is being called, and can be given to no agent. Nobody else
 * comes here.
 */
export const HOLD_CONTEXT = "espera-hold";
/** The routine that an agent's channel runs when they are about to be connected to a return call. */
export const SERVED_CONTEXT = "espera-served";
/**
 * Where that is noted in Asterisk's own database: `espera-served/QUEUE/UNIQUEID`, with the agent's channel, and once the
 * return call is over with the second (epoch) behind it.
 */
export const SERVED_FAMILY = "espera-served";
/** The variable that names the site's own routine for agents, which ours calls. */
export const ROUTINE_VARIABLE = "ESPERA_SERVED";
/** The variable that names the rule of a return call, in place of the queue's own; empty: the queue's own. */
export const RULE_VARIABLE = "ESPERA_RULE";
/** The extension of `SERVED_CONTEXT` that the return call's own channel runs when its phone is down. */
const OVER = "over";
/** The administrator's own context: where a call goes on at its queue's name when the queue did not take it. */
const AFTER_CONTEXT = "espera-after";
/** The administrator's own context: a routine, at the queue's name, that each call runs once before it joins the queue. */
const BEFORE_CONTEXT = "espera-before";
/** More than any agent's penalty. */
const PENALTY_OF_NOBODY = 1_000_001;
/** How long music plays before a queue that refuses is tried again, s. */
const ROOM_EVERY_S = 2;

/** The global variable that holds until when (epoch s) calls of the queue at an extension may be brought to Espera. */
export function leaseVariable(extension: string): string {
  return `ESPERA_${extension}`;
}

/**
 * The global variable in which the node that renews the lease says where Asterisk reaches it. It is not a part of the lease's
 * own: a dialplan that was printed before there were nodes takes every digit there for one of the time. No lease can have
 * its name.
 */
export function ownerVariable(extension: string): string {
  return `ESPERAOWNER_${extension}`;
}

/** What the dialplan takes for an address there, `host:port`: an expression to Asterisk and to JavaScript alike. */
export const OWNER_ADDRESS = "^[A-Za-z0-9._-]+:[0-9]+$";

/** The variable of a call that holds where it is brought. */
export const TO_VARIABLE = "ESPERA_TO";

/** The key by which a caller in a queue asks to be called back, where the queue has its context. */
const OFFER_KEY = "1";
/** What `again` says in the address of who pressed it; otherwise it says something to who was taken out of the queue. */
export const BY_KEY = "key";

/** Where in `IN_CONTEXT` a caller who was taken out of the queue goes on. */
export const AGAIN_LABEL = "again";

/** What says in the address that they were taken out. */
export const AGAIN_STEP = "Set(ESPERA_AGAIN=withdrawn)";

/** The context, for `context=` in queues.conf, in which the key has its meaning for callers who wait. */
export function keyContext(queue: NamedQueue): string {
  return `espera-key-${extensionOf(queue)}`;
}

/**
 * The extensions of all queues, for extensions.conf. A call asks Espera only while the lease is valid, and whatever
 * becomes of Espera it goes on to `Queue()` at its place.
 */
export function dialplan(wanted: DialplanWanted): string {
  return [
    `[${IN_CONTEXT}]`,
    ...wanted.queues.flatMap((queue) => arriving(queue, wanted)),
    ...takenBack,
    "",
    `[${RETURN_CONTEXT}]`,
    ...wanted.queues.flatMap((queue) => returning(queue, wanted)),
    ...takenBack,
    "",
    ...wanted.queues.flatMap((queue) => [`[${keyContext(queue)}]`, ...byKey(queue), ""]),
    `[${HOLD_CONTEXT}]`,
    ...wanted.queues.flatMap(holding),
    "",
    `[${SERVED_CONTEXT}]`,
    `exten => s,1,Set(DB(${note})=\${CHANNEL(name)})`,
    ` same => n,GosubIf($["\${${ROUTINE_VARIABLE}}" != ""]?\${${ROUTINE_VARIABLE}},s,1)`,
    " same => n,Return()",
    `exten => ${OVER},1,Set(ESPERA_NOTE=\${DB(${note})})`,
    ` same => n,ExecIf($["\${ESPERA_NOTE}" != ""]?Set(DB(${note})=\${ESPERA_NOTE} \${EPOCH}))`,
    " same => n,Return()",
    "",
  ].join("\n");
}

/**
 * FreePBX and Issabel send an agent's leg (`Local/101@from-queue`) on by the queue that this names, and hang it up without.
 * Elsewhere nobody reads it. It is inherited by that leg, and taken back where the call leaves the queue.
 */
const IN_QUEUE = `Set(__NODEST=\${EXTEN})`;
const OUT_OF_QUEUE = "Set(__NODEST=)";

/**
 * Before Asterisk 21 `Queue()` takes a macro ahead of the routine: one comma more. The Asterisk that runs the line is asked
 * for its version, so that one text is right on all of them and after an upgrade. It says `22.10.1~dfsg`, but also
 * `certified-18.9-cert5` and `GIT-20-2f8c`.
 */
export const MACRO_VARIABLE = "ESPERA_MACRO";
const MACRO_ARGUMENT = `Set(${MACRO_VARIABLE}=\${IF(\${REGEX("^[^0-9]*(1[0-9]|20)[-.]" \${VERSION()})}?,:)})`;

const note = `${SERVED_FAMILY}/\${ESPERA_Q}/\${ESPERA_CALL}`;

function arriving(queue: NamedQueue, wanted: DialplanWanted): string[] {
  const own = extensionOf(queue);
  const site = wanted.queueArguments?.[own] ?? {};
  return extension(own, [
    // A dialplan that knows when the call came, such as one with a menu before, has set it.
    `Set(ESPERA_AT=\${IF($["\${ESPERA_AT}" = ""]?\${EPOCH}:\${ESPERA_AT})})`,
    ...crediting(wanted.classes ?? {}),
    `Set(ESPERA_Q=\${EXTEN})`,
    "Set(ESPERA_DO=)",
    "Set(ESPERA_AGAIN=)",
    "Set(ESPERA_LEFT=)",
    // The filter makes any garbage in the variable a past second, without a warning in the log.
    label("gate", `GotoIf($[0\${FILTER(0-9,\${GLOBAL(${leaseVariable(own)})})} > \${EPOCH}]?ask:seat)`),
    ...asking(
      "ask",
      own,
      `in?queue=${own}&at=\${ESPERA_AT}&again=\${ESPERA_AGAIN}${classWords(wanted)}`,
      wanted,
    ),
    label("seat", "Answer()"),
    ...beforeQueue,
    label("queue", IN_QUEUE),
    MACRO_ARGUMENT,
    queueLine(queueArgument(queue), site, MACRO_VARIABLE),
    `GotoIf($["\${QUEUESTATUS}" = "WITHDRAW"]?${AGAIN_LABEL})`,
    // A caller who was taken out of the queue had a place in it: where others filled it meanwhile, they wait for one.
    `GotoIf($["\${ESPERA_AGAIN}" != "" & "\${QUEUESTATUS}" = "FULL"]?room)`,
    // A caller who is refused at each try is reported once.
    `GotoIf($["\${QUEUESTATUS}" = "\${ESPERA_LEFT}"]?told)`,
    leftEvent,
    label("told", `Set(ESPERA_LEFT=\${QUEUESTATUS})`),
    ...after,
    // Nothing else is to become of the call: it waits for room for as long as the caller likes.
    `GotoIf($[${isRefusal} | ${isTimeout}]?room)`,
    "Hangup()",
    ...waitForRoom(),
    // Taken out to be asked. The status is not to be found again behind a queue that sets none.
    label(AGAIN_LABEL, "Set(QUEUESTATUS=)"),
    AGAIN_STEP,
    "Goto(gate)",
  ]);
}

/** The place by the arrival, earlier by the credit of the caller's class; it holds without Espera. */
function crediting(classes: Readonly<Record<string, number>>): string[] {
  const names = Object.entries(classes);
  const byArrival = `Set(QUEUE_PRIO=$[${PLACES_FROM_S} - \${ESPERA_AT}])`;
  if (names.length === 0) return [byArrival];
  return [
    `Set(${CREDIT_VARIABLE}=)`,
    ...names.map(
      ([name, creditS]) =>
        `ExecIf($["\${${CLASS_VARIABLE}}" = "${name}"]?Set(${CREDIT_VARIABLE}=${creditS}))`,
    ),
    `Set(QUEUE_PRIO=$[${PLACES_FROM_S} - \${ESPERA_AT} + 0\${${CREDIT_VARIABLE}}])`,
    `UserEvent(${CLASS_EVENT},Call: \${UNIQUEID},Class: \${${CLASS_VARIABLE}},Credit: \${${CREDIT_VARIABLE}})`,
  ];
}

function classWords({ classes = {} }: DialplanWanted): string {
  if (Object.keys(classes).length === 0) return "";
  return `&class=\${${CLASS_VARIABLE}}&credit=\${${CREDIT_VARIABLE}}`;
}

/** The caller pressed the key, and is out of the queue. Their place is on their channel still. */
function byKey(queue: NamedQueue): string[] {
  const own = extensionOf(queue);
  return extension(OFFER_KEY, [
    // Who returns has been asked all there is to ask.
    `GotoIf($["\${ESPERA_NUM}" != ""]?${RETURN_CONTEXT},${own},seat)`,
    `Set(ESPERA_Q=${own})`,
    `Set(ESPERA_AGAIN=${BY_KEY})`,
    `Goto(${IN_CONTEXT},${own},gate)`,
  ]);
}

function returning(queue: NamedQueue, wanted: DialplanWanted): string[] {
  const own = extensionOf(queue);
  // The place is the one that was earned.
  const { position: _, gosub = "", rule = "", ...site } = wanted.queueArguments?.[own] ?? {};
  const ours = {
    announcement: `${wanted.prompts}agent-return-call`,
    gosub: SERVED_CONTEXT,
    rule: `\${${RULE_VARIABLE}}`,
  };
  return extension(own, [
    // The agent's channel inherits both.
    `Set(__ESPERA_Q=\${EXTEN})`,
    ...(gosub === "" ? [] : [`Set(__${ROUTINE_VARIABLE}=${gosub})`]),
    `Set(${RULE_VARIABLE}=${rule})`,
    `Set(CHANNEL(hangup_handler_push)=${SERVED_CONTEXT},${OVER},1)`,
    "Set(ESPERA_DO=)",
    ...asking(null, own, `return?queue=${own}`, wanted),
    // The watchdog passes this by.
    `Set(ESPERA_ASKED=\${AGISTATUS})`,
    label("seat", `Set(QUEUE_PRIO=$[${PLACES_FROM_S} - \${ESPERA_AT}])`),
    // The agent sees the customer's number, not the trunk.
    `Set(CALLERID(num)=\${ESPERA_NUM})`,
    ...beforeQueue,
    // A server that hung just now, or was not there, is not waited for once more.
    `GotoIf($["\${ESPERA_ASKED}" != "SUCCESS"]?queue)`,
    ...asking(null, own, `limits?queue=${own}&waited=$[\${EPOCH} - \${ESPERA_AT}]`, wanted),
    label("queue", IN_QUEUE),
    MACRO_ARGUMENT,
    queueLine(queueArgument(queue), { ...site, ...ours }, MACRO_VARIABLE),
    `GotoIf($["\${QUEUESTATUS}" = "WITHDRAW"]?${AGAIN_LABEL})`,
    leftEvent,
    `GotoIf($[${isRefusal}]?wait)`,
    `GotoIf($[${isTimeout}]?none)`,
    ...after,
    "Hangup()",
    label(
      "wait",
      `Set(ESPERA_ROOM=\${IF($["\${ESPERA_ROOM}" = ""]?$[\${EPOCH} + ${wanted.roomWithinS ?? 60}]:\${ESPERA_ROOM})})`,
    ),
    `GotoIf($[\${EPOCH} < \${ESPERA_ROOM}]?room:none)`,
    ...waitForRoom(),
    // Espera says when the customer is called again, and asks for the end.
    label("none", "Set(ESPERA_DO=)"),
    ...asking(null, own, `turned-away?queue=${own}`, wanted),
    `Playback(${wanted.prompts}return-no-agent)`,
    "Hangup()",
    label(AGAIN_LABEL, "Set(QUEUESTATUS=)"),
    "Goto(seat)",
  ]);
}

/**
 * A placeholder is in the queue until Espera takes it out, and without Espera for `ESPERA_FOR` seconds. No agent has such a penalty, so that
 * none is rung for it. It stands one second behind the place, as who is to take the place comes to the queue after it.
 */
function holding(queue: NamedQueue): string[] {
  return extension(extensionOf(queue), [
    `Set(TIMEOUT(absolute)=\${ESPERA_FOR})`,
    `Set(QUEUE_PRIO=$[${PLACES_FROM_S} - \${ESPERA_AT} - 1])`,
    `Set(QUEUE_MIN_PENALTY=${PENALTY_OF_NOBODY})`,
    `Queue(${queueArgument(queue)})`,
    "Hangup()",
  ]);
}

/**
 * Brings the call to Espera: to the node that runs the operation, else to the printed address. `AGIEXITONHANGUP` is what lets the
 * watchdog take it out of a server that hangs.
 */
function asking(
  name: string | null,
  extension: string,
  path: string,
  { agi, agiSecret, watchdogS = 8 }: DialplanWanted,
): string[] {
  const first = "Set(AGIEXITONHANGUP=yes)";
  return [
    name === null ? first : label(name, first),
    `Set(TIMEOUT(absolute)=${watchdogS})`,
    `Set(${TO_VARIABLE}=\${GLOBAL(${ownerVariable(extension)})})`,
    // Whatever else is in the variable reaches nothing but the pattern.
    `ExecIf($[\${REGEX("${OWNER_ADDRESS}" \${${TO_VARIABLE}})} = 0]?Set(${TO_VARIABLE}=${agi}))`,
    `AGI(agi://\${${TO_VARIABLE}}/${agiSecret === undefined ? "" : `${agiSecret}/`}${path})`,
    "Set(TIMEOUT(absolute)=0)",
    `ExecIf($["\${ESPERA_DO}" = "bye"]?Hangup(16))`,
  ];
}

/** The administrator's routine runs once for each call and queue: a recording that it begins goes on. */
const beforeQueue = [
  `GotoIf($["\${ESPERA_BEFORE}" = "\${EXTEN}"]?queue)`,
  `Set(ESPERA_BEFORE=\${EXTEN})`,
  `GosubIf($[\${DIALPLAN_EXISTS(${BEFORE_CONTEXT},\${EXTEN},1)}]?${BEFORE_CONTEXT},\${EXTEN},1)`,
];

/** `QUEUESTATUS` of a queue that is full, empty or not there, as a part of an expression. */
const isRefusal = ["FULL", "UNKNOWN", "JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL"]
  .map((status) => `"\${QUEUESTATUS}" = "${status}"`)
  .join(" | ");
const isTimeout = `"\${QUEUESTATUS}" = "TIMEOUT"`;

/** No event of Asterisk's own reports that a queue is full or has no agents. */
const leftEvent = `UserEvent(${LEFT_EVENT},Call: \${UNIQUEID},Queue: \${EXTEN},Why: \${QUEUESTATUS})`;

/** The administrator's dialplan goes on where the queue did not take the call, or the agent has left it. */
const after = [
  OUT_OF_QUEUE,
  `GotoIf($[\${DIALPLAN_EXISTS(${AFTER_CONTEXT},\${EXTEN},1)}]?${AFTER_CONTEXT},\${EXTEN},1)`,
];

/** Music, and the queue again. */
function waitForRoom(): string[] {
  return [label("room", "Set(QUEUESTATUS=)"), `MusicOnHold(,${ROOM_EVERY_S})`, "Goto(queue)"];
}

/** Where the watchdog brings a call. */
const takenBack = ["exten => T,1,Set(TIMEOUT(absolute)=0)", ` same => n,Goto(\${ESPERA_Q},seat)`];

function label(name: string, step: string): string {
  return `(${name})${step}`;
}

function extension(name: string, steps: readonly string[]): string[] {
  return steps.map((step, index) => {
    const [, mark = "", what = step] = /^(\([a-z]+\))(.*)$/.exec(step) ?? [];
    return index === 0 ? `exten => ${name},1${mark},${what}` : ` same => n${mark},${what}`;
  });
}
