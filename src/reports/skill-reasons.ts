import { isOpen, mayCall } from "../line/hours/calling-hours.ts";
import { autoNow } from "../line/outlook/auto-switch.ts";
import type { SkillSettings } from "../line/settings.ts";
import type { State } from "../line/state.ts";
import type { Sentence } from "../words/language.ts";

/** Why a skill offers return calls at this moment, or why nobody is offered one in it. */
export const skillReasons = {
  offers: {
    es: "Se ofrece la devolución a quien tendría que esperar más de lo que fija el skill.",
    en: "Callers who would wait longer than the skill's setting are offered a return call.",
  },
  "at-risk": {
    es: "Se encendió sola porque la meta de esta media hora estaba en riesgo; se ofrece a quien tendría que esperar más de lo que fija el skill.",
    en: "It switched itself on because this half hour's target was at risk; callers who would wait longer than the skill's setting are offered a return call.",
  },
  "nobody-there": {
    es: "Se encendió sola porque no había ningún agente para el skill.",
    en: "It switched itself on because no agent was there for the skill.",
  },
  "risk-low": {
    es: "Está apagada mientras la meta no esté en riesgo; se enciende sola.",
    en: "It is off while the target is not at risk; it switches itself on.",
  },
  "outlook-stale": {
    es: "No se sabe qué riesgo corre la meta: se ofrece a quien tendría que esperar más de lo que fija el skill.",
    en: "How much the target is at risk is not known: callers who would wait longer than the skill's setting are offered a return call.",
  },
  shadow: {
    es: "En sombra: todo se decide y se anota, y nadie oye la oferta mientras smartWait no diga on.",
    en: "In shadow: everything is decided and recorded, and nobody hears the offer until smartWait says on.",
  },
  "smart-wait-off": {
    es: "Apagada: así está en los ajustes, o el skill solo tiene llamadas importadas.",
    en: "Off: the settings say so, or the skill has imported calls only.",
  },
  "operation-stopped": {
    es: "La operación no está en marcha: nadie recibe la oferta ni la devolución.",
    en: "The operation is not running: nobody is offered a return call or called back.",
  },
  "not-connected": {
    es: "La central no está conectada: las llamadas siguen sin Espera.",
    en: "The exchange is not connected: calls go on without Espera.",
  },
  "not-ready": {
    es: "Falta algo para poder ofrecer: lo dicen /readyz y espera asterisk check.",
    en: "Something is missing before anybody can be offered: /readyz and espera asterisk check say what.",
  },
  "registration-closed": {
    es: "No se registran devoluciones nuevas (registersNew: false); las prometidas se cumplen.",
    en: "No new callbacks are registered (registersNew: false); those that were promised are kept.",
  },
  "skill-closed": {
    es: "A esta hora el skill no atiende.",
    en: "The skill is closed at this hour.",
  },
  "outside-calling-hours": {
    es: "A esta hora no se puede llamar a las personas.",
    en: "People may not be called at this hour.",
  },
  "too-many-pending": {
    es: "Ya están pendientes todas las devoluciones que el skill admite (pending).",
    en: "As many callbacks are open as the skill takes (pending).",
  },
  "nobody-logged-in": {
    es: "No hay ningún agente conectado.",
    en: "No agent is logged in.",
  },
} as const satisfies Readonly<Record<string, Sentence>>;

export type SkillReason = keyof typeof skillReasons;

/** The first reason that holds at `now` (epoch ms); `running` is `null` where the operation does not run. */
export function skillReasonOf(
  skill: SkillSettings,
  running: {
    readonly state: State;
    readonly now: number;
    readonly connected: boolean;
    readonly lacking: boolean;
  } | null,
): SkillReason {
  if (skill.smartWait === "off") return "smart-wait-off";
  if (!running) return "operation-stopped";
  if (!running.connected) return "not-connected";
  if (running.lacking) return "not-ready";
  if (!skill.registersNew) return "registration-closed";
  const { state, now } = running;
  if (!isOpen(state.settings, skill.id, now)) return "skill-closed";
  // As a caller from where the operation is would be called; for others the hours of their own zone hold besides.
  if (!mayCall(state.settings, { skill: skill.id, zones: null }, now)) return "outside-calling-hours";
  const line = state.skills.get(skill.id);
  if (skill.limits.pending !== null && (line?.open ?? 0) >= skill.limits.pending) return "too-many-pending";
  const auto = autoNow(skill, line, now);
  if (auto) return auto.rule;
  if ((line?.agents.size ?? 0) === 0) return "nobody-logged-in";
  return skill.smartWait === "shadow" ? "shadow" : "offers";
}
