import { keyContext } from "../../printed/dialplan.ts";
import type { AsteriskQueue } from "../../queues/queues.ts";
import type { Replaces } from "../dialplan-check.ts";
import { type Finding, type FindingCode, findings } from "../findings.ts";
import { isNo, isYes, type QueueView } from "./queue-view.ts";

/** A queue with what the dialplan that runs does for it; nothing, where that is not known. */
export type CheckedQueue = AsteriskQueue & { readonly replaces?: Replaces | undefined };

type InEachLanguage = Readonly<Record<"es" | "en", string>>;

/**
 * An option of queues.conf, or several that do the same to us, weighed. `docs/asterisk.md` and `docs/asterisk.es.md` have a
 * row of each.
 */
interface QueueOption {
  readonly names: readonly string[];
  /** What it does to places, offers and return calls. */
  readonly effect: InEachLanguage;
  /** What `check` says, and for which value; left out where every value is fine. */
  readonly warns?: {
    readonly code: FindingCode;
    /** Which values, for people. */
    readonly of: InEachLanguage;
    /** The details of the finding beside the queue's name; `null`: this value is fine. */
    readonly found: (view: QueueView, queue: CheckedQueue) => Finding["details"] | null;
  };
}

/** Every option of Asterisk 22's `queues.conf.sample`, and `membermacro` of those before 21. */
export const queueOptions: readonly QueueOption[] = [
  {
    names: ["force_longest_waiting_caller"],
    effect: {
      en: "An agent of several queues gets the caller who has been longest in any of them, whatever their place. A return call has been there for 0 s: it comes after everybody of the other queues. `prio` looks at places, and is right.",
      es: "Un agente de varias colas recibe a quien lleve más tiempo en cualquiera de ellas, sea cual sea su turno. Una devolución lleva 0 s: queda después de todos los de las otras colas. `prio` mira los turnos, y es lo correcto.",
    },
    warns: {
      code: "forces-longest-waiting",
      of: { en: "`yes`", es: "`yes`" },
      found: (view) => when(isYes(view.general("force_longest_waiting_caller"))),
    },
  },
  {
    names: ["weight"],
    effect: {
      en: "Callers of the heavier queue get a shared agent first, whatever their places: return calls of the lighter queue wait.",
      es: "Un agente compartido atiende primero a los de la cola más pesada, sea cual sea su turno: las devoluciones de la más liviana esperan.",
    },
    warns: {
      code: "weight-differs",
      of: { en: "another one than the other queues have", es: "uno distinto del de las otras colas" },
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
    effect: {
      en: "With `no` one caller is connected after another though more agents are free: they idle, and return calls that were dialled for them wait. It is `no` where neither the queue nor `[general]` says `yes`.",
      es: "Con `no` se conecta a uno después de otro aunque haya más agentes libres: estos quedan sin nada que hacer, y las devoluciones que se marcaron para ellos esperan. Es `no` si ni la cola ni `[general]` dicen `yes`.",
    },
    warns: {
      code: "serves-one-by-one",
      of: { en: "`no`, or left out", es: "`no`, o sin poner" },
      found: (view) => when(!isYes(view.value("autofill") || view.general("autofill"))),
    },
  },
  {
    names: ["shared_lastcall"],
    effect: {
      en: "A call in another queue makes the agent wrap up here too, for this queue's `wrapuptime`. Espera hears of it within a minute, and dials for an agent who is not free yet.",
      es: "Una llamada de otra cola también pone aquí al agente en tiempo de cierre, por el `wrapuptime` de esta cola. Espera se entera hasta un minuto después, y marca para un agente que aún no está libre.",
    },
    warns: {
      code: "shares-last-call",
      of: { en: "`yes` with a `wrapuptime`", es: "`yes` con un `wrapuptime`" },
      found: (view) => when(isYes(view.general("shared_lastcall")) && view.number("wrapuptime") > 0),
    },
  },
  {
    names: ["ringinuse"],
    effect: {
      en: "With `yes`, the default, agents are rung while they talk: they seem free, and nobody is offered anything.",
      es: "Con `yes`, el valor por defecto, a los agentes les timbra mientras hablan: parecen libres, y a nadie se le ofrece nada.",
    },
    warns: {
      code: "rings-in-use",
      of: { en: "all but `no`", es: "todo menos `no`" },
      found: (view) => when(!isNo(view.value("ringinuse"))),
    },
  },
  {
    names: ["wrapuptime"],
    effect: {
      en: "No event reports it: Espera knows it only as `wrapUpS`, and counts agents as free too early while that is not set.",
      es: "Ningún evento lo cuenta: Espera lo conoce por `wrapUpS`, y mientras no se le diga ahí toma por libre al agente.",
    },
    warns: {
      code: "wrap-up-differs",
      of: { en: "another one than `wrapUpS`", es: "uno distinto de `wrapUpS`" },
      found: (view, { wrapUpMs = 0 }) => {
        const found = view.number("wrapuptime");
        return when(found * 1000 !== wrapUpMs, { found, wanted: wrapUpMs / 1000 });
      },
    },
  },
  {
    names: ["maxlen"],
    effect: {
      en: "A full queue refuses return calls as well, however early their places.",
      es: "Una cola llena tampoco recibe devoluciones, por temprano que sea su turno.",
    },
    warns: {
      code: "may-be-full",
      of: { en: "above 0", es: "mayor que 0" },
      found: (view) => when(view.number("maxlen") > 0, { value: view.number("maxlen") }),
    },
  },
  {
    names: ["joinempty"],
    effect: {
      en: "All but `yes` refuses callers, and return calls, while every agent is in one of the states that it lists: `no` is `penalty,paused,invalid`.",
      es: "Todo lo que no sea `yes` rechaza llamadas, también devoluciones, mientras todos los agentes estén en alguno de los estados que enumera: `no` es `penalty,paused,invalid`.",
    },
    warns: {
      code: "refuses-when-empty",
      of: { en: "all but `yes`", es: "todo menos `yes`" },
      found: (view) => whenNot(isYes, view, "joinempty", "yes"),
    },
  },
  {
    names: ["leavewhenempty"],
    effect: {
      en: "All but `no` sends away the callers who wait, return calls too, as soon as every agent is in one of those states.",
      es: "Todo lo que no sea `no` saca a quienes esperan, también devoluciones, apenas todos los agentes estén en alguno de esos estados.",
    },
    warns: {
      code: "refuses-when-empty",
      of: { en: "all but `no`", es: "todo menos `no`" },
      found: (view) => whenNot(isNo, view, "leavewhenempty", "no"),
    },
  },
  {
    names: ["context"],
    effect: {
      en: "A digit that is an extension of it takes a caller out of the queue. For [offers by key](#asking-callers-who-wait-already) it must be the printed one. By another one the customer of a return call can leave as well, and the attempt is used up.",
      es: "Un dígito que sea extensión de ese contexto saca de la cola a quien lo marca. Para [ofrecer con una tecla](#preguntar-a-quienes-ya-esperan) debe ser el contexto impreso. Por otro también puede salirse el cliente de una devolución, y el intento se gasta.",
    },
    warns: {
      code: "key-leads-away",
      of: { en: "a context of yours", es: "un contexto suyo" },
      found: (view, queue) => {
        const value = view.value("context");
        return when(value !== "" && value !== keyContext(queue), { value });
      },
    },
  },
  {
    names: ["announce-position"],
    effect: {
      en: "Callers would hear their position go up when a return call comes back to an earlier place.",
      es: "Quienes esperan oirían subir su posición cuando una devolución vuelve a un turno anterior.",
    },
    warns: {
      code: "announces-position",
      of: { en: "all but `no`", es: "todo menos `no`" },
      found: (view) => whenNot(isNo, view, "announce-position", "no"),
    },
  },
  {
    names: ["announce-holdtime"],
    effect: {
      en: "Asterisk's estimate is the mean wait in the queue. Return calls wait there for seconds, so callers hear too little.",
      es: "Asterisk calcula la media de lo que se espera en la cola. Las devoluciones esperan ahí segundos: lo anunciado sería muy poco.",
    },
    warns: {
      code: "announces-hold-time",
      of: { en: "`yes`, `once`", es: "`yes`, `once`" },
      found: (view) => whenNot(isNo, view, "announce-holdtime", "no"),
    },
  },
  {
    names: ["announce-to-first-user"],
    effect: {
      en: "An agent who answers waits until the announcement to the first in line is over. A return call is often the first.",
      es: "El agente que contesta espera a que termine el aviso para el primero de la fila. Muchas veces el primero es una devolución.",
    },
    warns: {
      code: "announces-to-first",
      of: { en: "`yes`", es: "`yes`" },
      found: (view) => when(isYes(view.value("announce-to-first-user"))),
    },
  },
  {
    names: ["announce"],
    effect: {
      en: "What the agent hears before the caller. With return calls they hear Espera's “a return call” in its place.",
      es: "Lo que oye el agente antes de hablar con quien llama. En las devoluciones oye en su lugar «Devolución de llamada», de Espera.",
    },
    warns: {
      code: "announcement-replaced",
      of: { en: "any", es: "cualquiera" },
      found: (view) => when(view.value("announce") !== ""),
    },
  },
  {
    names: ["membergosub", "membermacro"],
    effect: {
      en: "A routine on the agent's channel. With return calls Espera's own runs in its place, which calls the one that `--queue-gosub` names.",
      es: "Una rutina en el canal del agente. En las devoluciones corre en su lugar la de Espera, que llama a la que diga `--queue-gosub`.",
    },
    warns: {
      code: "routine-replaced",
      of: { en: "any that `--queue-gosub` does not name", es: "la que no nombre `--queue-gosub`" },
      found: (view, { replaces }) => {
        const setting = ["membergosub", "membermacro"].find((name) => view.value(name) !== "");
        const runs = setting === "membergosub" && view.value(setting) === replaces?.routine;
        return setting === undefined || runs ? null : { setting };
      },
    },
  },
  {
    names: ["defaultrule"],
    effect: {
      en: "Penalties change with the time that a caller has been in the queue: a return call gets those of its true wait, which the printed dialplan asks for.",
      es: "Las penalidades cambian según cuánto se lleva en la cola: una devolución recibe las que le tocan por su espera verdadera, que el dialplan impreso pregunta.",
    },
    warns: {
      code: "penalty-rule-restarts",
      of: {
        en: "any, where an earlier Espera printed the dialplan",
        es: "cualquiera, si el dialplan lo imprimió un Espera anterior",
      },
      found: (view, { replaces }) =>
        when(view.value("defaultrule") !== "" && !replaces?.limits, { value: view.value("defaultrule") }),
    },
  },
  {
    names: ["negative_penalty_invalid"],
    effect: {
      en: "Members with a penalty below 0 are not called, but Espera counts them as free.",
      es: "A los miembros con penalidad menor que 0 no se los llama; Espera los toma por libres.",
    },
    warns: {
      code: "negative-penalty-invalid",
      of: { en: "`yes`", es: "`yes`" },
      found: (view) => when(isYes(view.general("negative_penalty_invalid"))),
    },
  },
  {
    names: ["member"],
    effect: {
      en: "Members are looked at as Asterisk has them, dynamic and realtime ones too: [below](#members-of-a-queue).",
      es: "Se mira a los miembros como los tiene Asterisk, también los dinámicos y los de realtime: [abajo](#los-miembros-de-una-cola).",
    },
  },
  {
    names: ["penaltymemberslimit"],
    effect: {
      en: "Penalties count for nothing in a queue of so few members. No place changes.",
      es: "En una cola con tan pocos miembros las penalidades no cuentan. Ningún turno cambia.",
    },
  },
  {
    names: ["strategy"],
    effect: {
      en: "Whose phone rings. It does not change who is first in line.",
      es: "A quién le timbra. Quién es el primero de la fila es otra cosa, y no depende de esto.",
    },
  },
  {
    names: ["timeout", "retry", "timeoutrestart"],
    effect: {
      en: "How long a phone rings, and the pause before the next. A return call that an agent does not answer waits for both.",
      es: "Cuánto timbra un teléfono, y la pausa antes del siguiente. Una devolución que un agente no contesta espera las dos cosas.",
    },
  },
  {
    names: ["timeoutpriority"],
    effect: {
      en: "With `conf` a caller may stay longer than `--queue-timeout-s`, until the ring is over.",
      es: "Con `conf` alguien puede quedarse más de lo que diga `--queue-timeout-s`, hasta que deje de timbrar.",
    },
  },
  {
    names: ["memberdelay", "queue-callerannounce"],
    effect: {
      en: "Seconds between the agent's answer and the conversation, for every call alike.",
      es: "Segundos entre que el agente contesta y empieza la conversación, iguales para toda llamada.",
    },
  },
  {
    names: ["autopause", "autopausedelay", "autopausebusy", "autopauseunavail"],
    effect: {
      en: "An agent who does not answer is paused. Espera hears of it at once.",
      es: "Al agente que no contesta se lo pausa. Espera se entera enseguida.",
    },
  },
  {
    names: ["persistentmembers"],
    effect: {
      en: "Members who were added at run time come back after a restart. Espera asks who is there.",
      es: "Los miembros que se agregaron en marcha vuelven después de reiniciar. Espera pregunta quiénes están.",
    },
  },
  {
    names: ["monitor-format", "monitor-type"],
    effect: {
      en: "Return calls are recorded as all calls of the queue are, from the conversation on.",
      es: "Las devoluciones se graban como toda llamada de la cola, desde que empieza la conversación.",
    },
  },
  {
    names: ["setinterfacevar", "setqueueentryvar", "setqueuevar"],
    effect: {
      en: "Variables for your dialplan. `QEHOLDTIME` of a return call is the wait after key 1.",
      es: "Variables para su dialplan. `QEHOLDTIME` de una devolución es la espera desde la tecla 1.",
    },
  },
  {
    names: ["reportholdtime"],
    effect: {
      en: "The agent hears how long the caller waited in the queue: of a return call, since key 1.",
      es: "El agente oye cuánto se esperó en la cola: en una devolución, desde la tecla 1.",
    },
  },
  {
    names: ["servicelevel"],
    effect: {
      en: "Only Asterisk's own figures, in which return calls hardly wait.",
      es: "Solo las cifras propias de Asterisk, en las que las devoluciones casi no esperan.",
    },
  },
  {
    names: [
      "log_membername_as_agent",
      "log-caller-id-name",
      "log-restricted-caller-id",
      "log_unpause_on_reason_change",
    ],
    effect: { en: "Only what `queue_log` says.", es: "Solo lo que dice `queue_log`." },
  },
  {
    names: ["musicclass"],
    effect: {
      en: "The music in the queue, for return calls too.",
      es: "La música de la cola, también para las devoluciones.",
    },
  },
  {
    names: [
      "announce-frequency",
      "min-announce-frequency",
      "announce-position-limit",
      "announce-round-seconds",
      "announce-position-only-up",
    ],
    effect: {
      en: "How positions and times are announced, where they are.",
      es: "Cómo se anuncian posiciones y tiempos, donde se anuncian.",
    },
  },
  {
    names: [
      "periodic-announce",
      "periodic-announce-frequency",
      "periodic-announce-startdelay",
      "random-periodic-announce",
      "relative-periodic-announce",
    ],
    effect: {
      en: "What callers hear meanwhile. This is where you announce the key that asks for a return call.",
      es: "Lo que se oye entre tanto. Aquí se avisa de la tecla con la que se pide la devolución.",
    },
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
    effect: { en: "The sounds of announcements.", es: "Los sonidos de los anuncios." },
  },
];

const verdicts = {
  fine: { en: "fine", es: "bien" },
  warned: { en: "warned", es: "avisa" },
  refused: { en: "refused", es: "rechaza" },
} as const;

/** What `check` says of an option: fine, warned (it works, and will surprise) or refused (return calls do not work). */
export function verdictOf({ warns }: QueueOption, language: "es" | "en"): string {
  if (!warns) return verdicts.fine[language];
  const verdict = findings[warns.code].level === "missing" ? verdicts.refused : verdicts.warned;
  return `${verdict[language]}: ${warns.of[language]} (\`${warns.code}\`)`;
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
