import type { CallbackPhase } from "../../line/callback/callback-life.ts";
import type { EndReason, FinalStatus, RestReason } from "../../line/events.ts";
import type { CallbackId, PersonId, SkillId } from "../../line/ids.ts";
import { finalStatuses } from "../definitions.ts";

/** What a value is; `moment`: epoch ms, `length`: ms, `phone`: masked for those who may not see numbers. */
export type MemberKind = keyof OfKind;

interface OfKind {
  text: string;
  phone: string;
  flag: boolean;
  count: number;
  moment: number;
  length: number;
  skill: SkillId;
}

type Sentence = Readonly<Record<"es" | "en", string>>;

/** A member of a callback, wherever callbacks are shown: in rows, `/v1`, exports, stories and tables. */
export interface CallbackMember {
  readonly kind: MemberKind;
  /** `null`: not yet, or not known. */
  readonly nullable?: true;
  /** Where it stands: in a column of its name, in an expression that each store has, or in the state of who runs it. */
  readonly from?: "expression" | "state";
  /** Shown only to the person themselves, in their export. */
  readonly inside?: true;
  readonly says: Sentence;
  /** Its column in the list of `espera callbacks`; without one only CSV has it. */
  readonly title?: Sentence;
  /** Of a moment: its line in the story. */
  readonly story?: Sentence;
}

/** All of them, in the order in which they are shown. */
export const callbackMembers = {
  run: {
    kind: "count",
    inside: true,
    says: {
      es: "La serie a la que pertenece: los ids de llamada son únicos solo en ella",
      en: "The run that it belongs to: ids of calls are unique in a run only",
    },
  },
  id: {
    kind: "text",
    says: { es: "El id de la llamada que la pidió", en: "The id of the call that asked for it" },
    title: { es: "Devolución", en: "Callback" },
  },
  version: {
    kind: "count",
    says: { es: "Crece cada vez que la devolución cambia", en: "Grows whenever the callback changes" },
  },
  skill: {
    kind: "skill",
    says: { es: "En la fila de qué skill está", en: "In whose line it stands" },
    title: { es: "Skill", en: "Skill" },
  },
  registeredFor: {
    kind: "skill",
    says: { es: "El skill que la cuenta", en: "The skill that counts it" },
  },
  person: {
    kind: "text",
    inside: true,
    says: { es: "A quién se llama", en: "Who is called" },
  },
  status: {
    kind: "text",
    says: {
      es: `YES mientras está abierta; al final ${finalStatuses().join(", ")}`,
      en: `YES while it is open; at the end ${finalStatuses().join(", ")}`,
    },
  },
  reason: { kind: "text", nullable: true, says: { es: "Por qué terminó", en: "Why it ended" } },
  stage: {
    kind: "text",
    nullable: true,
    inside: true,
    says: {
      es: "Qué pasa con ella, mientras está abierta",
      en: "What is happening with it, while it is open",
    },
  },
  waits: {
    kind: "text",
    nullable: true,
    from: "state",
    says: {
      es: "Por qué no se la llama ahora, mientras está abierta",
      en: "Why it is not being called now, while it is open",
    },
  },
  putOff: {
    kind: "text",
    nullable: true,
    says: { es: "Por qué se aplazó la última vez", en: "Why it was put off the last time" },
  },
  number: {
    kind: "phone",
    nullable: true,
    says: {
      es: "El teléfono, con solo su final si el token no puede ver números; null si se borraron los datos de la persona",
      en: "Masked, unless the token may see numbers; null after the person was erased",
    },
    title: { es: "Número", en: "Number" },
  },
  otherNumber: {
    kind: "flag",
    says: {
      es: "El número se tecleó, y no es el que llamó",
      en: "The number was keyed, and is not the one that called",
    },
  },
  nameRecorded: {
    kind: "flag",
    says: { es: "Quien llamó dejó grabado su nombre", en: "The caller left a recorded name" },
  },
  nameDeletedAt: {
    kind: "moment",
    nullable: true,
    inside: true,
    says: { es: "Cuándo se borró la grabación", en: "When the recording was deleted" },
  },
  class: {
    kind: "text",
    nullable: true,
    says: {
      es: "La clase de quien llamó, por la que está antes en la fila; null: ninguna",
      en: "The caller's class, by which they stand earlier in line; null: none",
    },
  },
  arrivedAt: { kind: "moment", says: { es: "Cuándo llegó la llamada", en: "When the call arrived" } },
  registeredAt: { kind: "moment", says: { es: "Cuándo dijo que sí", en: "When the caller said yes" } },
  place: {
    kind: "moment",
    says: {
      es: "Su turno en la fila: la hora de llegada por la que está en ella",
      en: "Its place in the line: the time of arrival by which it stands",
    },
    title: { es: "Turno", en: "Place" },
  },
  promisedFrom: {
    kind: "moment",
    says: { es: "Desde cuándo se prometió llamar", en: "A return call was promised from then on" },
  },
  promisedUntil: {
    kind: "moment",
    says: { es: "Hasta cuándo se prometió llamar", en: "A return call was promised by then" },
    title: { es: "Prometida hasta", en: "Promised by" },
  },
  notBefore: {
    kind: "moment",
    nullable: true,
    says: { es: "Antes no se marca nada", en: "Nothing is dialled before" },
  },
  expiresAt: {
    kind: "moment",
    nullable: true,
    says: { es: "Cuándo vence, si nadie la atendió", en: "When it expires, if nobody was reached" },
  },
  attempts: {
    kind: "count",
    says: { es: "Cuántas veces se marcó", en: "How often it was dialled" },
    title: { es: "Intentos", en: "Attempts" },
  },
  firstDialledAt: {
    kind: "moment",
    nullable: true,
    inside: true,
    says: { es: "Cuándo se marcó por primera vez", en: "When it was first dialled" },
  },
  lastDialledAt: {
    kind: "moment",
    nullable: true,
    inside: true,
    says: { es: "Cuándo se marcó por última vez", en: "When it was last dialled" },
  },
  firstRangAt: {
    kind: "moment",
    nullable: true,
    from: "expression",
    says: {
      es: "Cuándo timbró por primera vez el teléfono del cliente, en cualquiera de los intentos",
      en: "When the customer's phone first rang, in any of the attempts",
    },
    story: {
      es: "Timbró por primera vez el teléfono del cliente.",
      en: "The customer's phone rang for the first time.",
    },
  },
  overtakesDialled: {
    kind: "count",
    says: {
      es: "Personas que llegaron después y timbraron antes, mientras se la llamaba",
      en: "Callers who arrived later and were rung first while it was being dialled",
    },
  },
  overtakesHeldBack: {
    kind: "count",
    says: {
      es: "Personas que llegaron después y timbraron antes, mientras no se le daba el turno",
      en: "Callers who arrived later and were rung first while its turn was not given",
    },
  },
  secondWaitMs: {
    kind: "length",
    nullable: true,
    from: "expression",
    says: {
      es: "Desde la tecla 1 hasta que atendió el agente, o hasta colgar, en el último intento en que el cliente pulsó 1; null: no hay, sigue, o no se sabe cómo terminó",
      en: "From key 1 to the agent's answer, or to hanging up, in the newest attempt in which the customer pressed 1; null: there is none, it goes on, or its end is not known",
    },
  },
  endedAt: { kind: "moment", nullable: true, says: { es: "Cuándo terminó", en: "When it ended" } },
} as const satisfies Record<string, CallbackMember>;

type Members = typeof callbackMembers;
export type MemberName = keyof Members;

/** Members with a property, by their names. */
type Having<Property> = {
  [name in MemberName]: Members[name] extends Property ? name : never;
}[MemberName];

/** Those that a row has by itself: not of the running state, and not the number, which is kept elsewhere. */
type RowMember = Exclude<MemberName, Having<{ from: "state" }> | Having<{ kind: "phone" }>>;
/** Those for which each store has an expression. */
export type ExpressionMember = Having<{ from: "expression" }>;
/** Those that everybody who may read callbacks can see. */
export type ShownMember = Exclude<MemberName, Having<{ inside: true }>>;

/** Members whose values are known more narrowly than by their kind. */
interface Narrower {
  id: CallbackId;
  person: PersonId;
  status: FinalStatus | "YES";
  reason: EndReason | null;
  stage: CallbackPhase | null;
  putOff: RestReason | null;
}

type OrNull<name extends MemberName> = Members[name] extends { nullable: true } ? null : never;

/** A callback as stores give it. Times are epoch ms. */
export type CallbackRecord = {
  readonly [name in RowMember]: name extends keyof Narrower
    ? Narrower[name]
    : OfKind[Members[name]["kind"]] | OrNull<name>;
} & {
  /** Only where it was asked for; `null` after the person was erased. */
  readonly number?: string | null;
};

/** A callback as readers see it, skills by their names: codes are text, so that a reader of today takes what is new. */
export type ShownCallback = {
  [name in ShownMember]:
    | (Members[name]["kind"] extends "skill" ? { id: number; name: string } : OfKind[Members[name]["kind"]])
    | OrNull<name>;
};

const all = Object.entries(callbackMembers) as [MemberName, CallbackMember][];

export const shownMembers = all.filter(([, { inside }]) => !inside) as [ShownMember, CallbackMember][];

export const rowMembers = all.filter(([, { from, kind }]) => from !== "state" && kind !== "phone") as [
  RowMember,
  CallbackMember,
][];

/** The names of those that are of a kind. */
export function membersOfKind(kind: MemberKind): MemberName[] {
  return all.filter(([, member]) => member.kind === kind).map(([name]) => name);
}

/** A callback as readers see it, each member by what `value` gives for it. */
export function shownCallbackOf<Shown = ShownCallback>(
  value: (name: ShownMember, member: CallbackMember) => unknown,
): Shown {
  return Object.fromEntries(shownMembers.map(([name, member]) => [name, value(name, member)])) as Shown;
}
