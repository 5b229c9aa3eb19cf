import type { showCallback } from "../../api/v1/schema/forms.ts";
import { shownMembers } from "../../journal/rows/callback-members.ts";
import { formatLocal } from "../../time/dates.ts";
import type { Language } from "../../words/language.ts";
import { choiceSources } from "../../words/reasons/call-reasons.ts";
import { attemptResults, callbackStatuses } from "../../words/reasons/callback-reasons.ts";
import { decisionSentence } from "../../words/reasons/decision-sentences.ts";
import { orderOutcomes } from "../../words/reasons/order-outcomes.ts";
import { minuteIn, sentenceOf } from "../../words/sentences.ts";
import type { OfOperation } from "../native-api.ts";
import { whyItWaits } from "./sentences.ts";

type CallbackDetails = OfOperation<typeof showCallback>;
type StoryLine = readonly [at: number, sentence: string];

/**
 * The whole life of a callback in sentences, in the order of time, local to its operation: why it was offered, what was
 * said and promised, each attempt, who overtook it, what supervisors ordered, why it waits now.
 */
export function callbackStoryText(details: CallbackDetails, language: Language): string {
  const { callback, operation, timeZone } = details;
  const word = words[language];
  const moment = (at: number) => formatLocal(at, timeZone);
  const [arrived, ...asked] = arrival(details, language);
  const [offered, ...others] = decisions(details, language);
  // What happened in the same moment stands in this order.
  const lines = [
    ...[arrived, offered].filter((one) => one !== undefined),
    ...asked,
    ...orders(details, language),
    ...moments(details, language),
    ...attempts(details, language),
    ...others,
  ].toSorted(([one], [other]) => one - other);
  return [
    `${word.callback} ${callback.id}: ${skillName(callback.skill)}, ${operation} (${timeZone})`,
    `${callback.status}. ${sentenceOf(callbackStatuses, callback.status, language)}${numberOf(details, language)}${classOf(details, language)}`,
    ...now(details, language),
    "",
    ...lines.map(([at, sentence]) => `${moment(at)}  ${sentence}`),
    ...overtakes(details, language),
  ].join("\n");
}

function arrival({ callback, call, timeZone }: CallbackDetails, language: Language): StoryLine[] {
  const word = words[language];
  const promised = word.promised(
    minuteIn(timeZone, callback.promisedFrom),
    minuteIn(timeZone, callback.promisedUntil),
  );
  const lines: StoryLine[] = [
    [callback.arrivedAt, word.arrived(skillName(callback.registeredFor))],
    [callback.registeredAt, promised],
  ];
  if (call?.questionAt) lines.splice(1, 0, [call.questionAt, word.asked]);
  if (call?.choiceAt && call.choiceSource) lines.splice(-1, 0, [call.choiceAt, choice(call, language)]);
  if (callback.nameRecorded) lines.push([callback.registeredAt, word.nameRecorded]);
  return lines;
}

function choice(call: NonNullable<CallbackDetails["call"]>, language: Language): string {
  const { consentPrompt, consentKey, choiceSource } = call;
  const word = words[language];
  return consentPrompt && consentKey
    ? word.consent(consentKey, consentPrompt)
    : `${word.yes} ${sentenceOf(choiceSources, choiceSource ?? "", language)}`;
}

function decisions({ decisions, timeZone }: CallbackDetails, language: Language): StoryLine[] {
  return decisions.map((one): StoryLine => [one.at, decisionSentence(one, timeZone, language)]);
}

/** The moments of the callback itself that have a line of their own. */
function moments({ callback }: CallbackDetails, language: Language): StoryLine[] {
  return shownMembers.flatMap(([name, { story }]): StoryLine[] => {
    const at = callback[name];
    return story && typeof at === "number" ? [[at, story[language]]] : [];
  });
}

function attempts({ attempts }: CallbackDetails, language: Language): StoryLine[] {
  const word = words[language];
  return attempts.flatMap(
    ({
      n,
      answeredAt,
      confirmedAt,
      joinedAt,
      endedAt,
      agent,
      agentName,
      result,
      secondWaitMs,
      ...talk
    }): StoryLine[] => {
      const waited = secondWaitMs === null ? "" : ` ${word.secondWait(waitOf(secondWaitMs))}`;
      return [
        ...(answeredAt === null ? [] : [[answeredAt, word.pickedUp(n)] as const]),
        ...(confirmedAt === null ? [] : [[confirmedAt, word.confirmed(n)] as const]),
        ...(joinedAt === null || agent === null
          ? []
          : [[joinedAt, `${word.agent(n, agentName ?? agent)}${waited}`] as const]),
        // Who attended says that they were joined.
        ...(endedAt === null || result === null || (result === "joined" && agent !== null)
          ? []
          : [
              [endedAt, `${word.attempt(n, sentenceOf(attemptResults, result, language))}${waited}`] as const,
            ]),
        ...(talk.talkEndedAt === null ? [] : [[talk.talkEndedAt, word.hungUp(n)] as const]),
      ];
    },
  );
}

function orders({ orders, timeZone }: CallbackDetails, language: Language): StoryLine[] {
  const word = words[language];
  return orders.map(({ at, act, notBefore, skill, author, why, outcome }): StoryLine => {
    const to = [
      ...(notBefore === null ? [] : [word.toTime(minuteIn(timeZone, notBefore))]),
      ...(skill === null ? [] : [word.toSkill(skillName(skill))]),
    ].join(" ");
    const ordered = `${word.act[act]}${to === "" ? "" : ` ${to}`}`;
    return [at, word.ordered(author, ordered, why, sentenceOf(orderOutcomes, outcome, language))];
  });
}

function now({ callback, timeZone }: CallbackDetails, language: Language): string[] {
  if (callback.waits === null) return [];
  return [`${words[language].now}: ${whyItWaits(callback, timeZone, language)}`];
}

function overtakes({ callback }: CallbackDetails, language: Language): string[] {
  const { overtakesHeldBack, overtakesDialled } = callback;
  if (overtakesHeldBack + overtakesDialled === 0) return [];
  return ["", words[language].overtaken(overtakesHeldBack, overtakesDialled)];
}

function numberOf({ callback }: CallbackDetails, language: Language): string {
  const word = words[language];
  if (callback.number === null) return ` ${word.erased}`;
  return ` ${word.number(callback.number)}${callback.otherNumber ? ` ${word.otherNumber}` : ""}`;
}

function classOf({ callback }: CallbackDetails, language: Language): string {
  return callback.class === null ? "" : ` ${words[language].class(callback.class)}`;
}

/** Whole seconds; from a minute on with its minutes. The same in both languages. */
export function waitOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function skillName({ id, name }: { readonly id: number; readonly name: string }): string {
  return name || String(id);
}

const words = {
  es: {
    callback: "Devolución",
    now: "Ahora",
    number: (number: string) => `Número: ${number}.`,
    otherNumber: "No es el número desde el que llamó: lo tecleó.",
    erased: "Sus datos se borraron.",
    class: (name: string) => `Clase: ${name}.`,
    arrived: (skill: string) => `Llegó la llamada al skill ${skill}; esa hora es su turno.`,
    asked: "Oyó la pregunta.",
    yes: "Dijo que sí.",
    consent: (key: string, prompt: string) => `Dijo que sí: pulsó ${key} tras oír ${prompt}.`,
    promised: (from: string, until: string) => `Se le prometió llamarlo entre ${from} y ${until}.`,
    nameRecorded: "Dejó grabado su nombre.",
    pickedUp: (n: number) => `Intento ${n}: contestaron.`,
    confirmed: (n: number) => `Intento ${n}: pulsó 1 y pasó a la cola, en su turno.`,
    agent: (n: number, agent: string) => `Intento ${n}: lo atendió ${agent}.`,
    attempt: (n: number, result: string) => `Intento ${n}: ${result}`,
    secondWait: (wait: string) => `Desde que pulsó 1 esperó ${wait}.`,
    hungUp: (n: number) => `Intento ${n}: terminó la llamada.`,
    act: { cancel: "cancelar", move: "pasar", "call-now": "llamar ya" },
    toTime: (time: string) => `a ${time}`,
    toSkill: (skill: string) => `al skill ${skill}`,
    ordered: (author: string, act: string, why: string, outcome: string) =>
      `${author} ordenó ${act}: «${why}». ${outcome}`,
    overtaken: (heldBack: number, dialled: number) =>
      `La adelantaron personas que llegaron después: ${heldBack} mientras esperaba su turno, ${dialled} mientras se le llamaba.`,
  },
  en: {
    callback: "Callback",
    now: "Now",
    number: (number: string) => `Number: ${number}.`,
    otherNumber: "It is not the number that called: it was keyed.",
    erased: "The person's data were erased.",
    class: (name: string) => `Class: ${name}.`,
    arrived: (skill: string) => `The call arrived at the skill ${skill}; that time is its place.`,
    asked: "The caller heard the question.",
    yes: "The caller said yes.",
    consent: (key: string, prompt: string) => `The caller said yes: pressed ${key} after hearing ${prompt}.`,
    promised: (from: string, until: string) => `A return call was promised between ${from} and ${until}.`,
    nameRecorded: "The caller left a recorded name.",
    pickedUp: (n: number) => `Attempt ${n}: somebody picked up.`,
    confirmed: (n: number) => `Attempt ${n}: pressed 1 and went into the queue, at their place.`,
    agent: (n: number, agent: string) => `Attempt ${n}: ${agent} attended.`,
    attempt: (n: number, result: string) => `Attempt ${n}: ${result}`,
    secondWait: (wait: string) => `After pressing 1 the customer waited ${wait}.`,
    hungUp: (n: number) => `Attempt ${n}: the call ended.`,
    act: { cancel: "to cancel it", move: "to move it", "call-now": "to call now" },
    toTime: (time: string) => `to ${time}`,
    toSkill: (skill: string) => `to the skill ${skill}`,
    ordered: (author: string, act: string, why: string, outcome: string) =>
      `${author} ordered ${act}: “${why}”. ${outcome}`,
    overtaken: (heldBack: number, dialled: number) =>
      `Overtaken by callers who arrived later: ${heldBack} while it waited for its turn, ${dialled} while it was being called.`,
  },
} as const satisfies Record<Language, unknown>;
