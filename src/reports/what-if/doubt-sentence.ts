import type { ReplayDoubt } from "../../replay/what-if/verdict.ts";
import { counted } from "../../words/counted.ts";
import type { Language, Sentence } from "../../words/language.ts";
import { fixedNumberText } from "../../words/number-text.ts";

/** Why nothing may be concluded from a model, in words. */
export function doubtSentence(doubt: ReplayDoubt): Sentence {
  switch (doubt.kind) {
    case "level":
      return {
        es: `El modelo no reproduce el nivel de servicio: da ${byPoints(doubt.missPoints, "es")} que lo registrado.`,
        en: `The model does not reproduce the service level: it is ${byPoints(doubt.missPoints, "en")} than recorded.`,
      };
    case "abandonment":
      return {
        es: `El modelo no reproduce el abandono: da ${byPoints(doubt.missPoints, "es")} que lo registrado.`,
        en: `The model does not reproduce abandonment: it is ${byPoints(doubt.missPoints, "en")} than recorded.`,
      };
    case "wait": {
      const seconds = Math.abs(doubt.missS).toFixed(0);
      return {
        es: `El modelo no reproduce la espera media: da ${seconds} s ${doubt.missS > 0 ? "más" : "menos"} que lo registrado.`,
        en: `The model does not reproduce the mean wait: it is ${seconds} s ${doubt.missS > 0 ? "longer" : "shorter"} than recorded.`,
      };
    }
    case "daily-levels":
      return {
        es: `El modelo no reproduce los días uno por uno: su nivel de servicio se aparta en promedio ${withOneDecimal(doubt.missPoints, "es")} puntos.`,
        en: `The model does not reproduce single days: their service level is off by ${withOneDecimal(doubt.missPoints, "en")} points on average.`,
      };
    case "few-waits":
      return {
        es: `Solo ${counted(doubt.calls, "llamada esperó", "llamadas esperaron")} más que la meta o ${doubt.calls === 1 ? "abandonó: es muy poco" : "abandonaron: son muy pocas"} para concluir algo.`,
        en: `Only ${counted(doubt.calls, "call", "calls")} waited longer than the target or gave up: too few to conclude anything.`,
      };
    case "agents-unknown": {
      const percent = Math.round(100 * doubt.share);
      return {
        es: `En ${percent} de cada 100 llamadas atendidas no se sabe qué agente las atendió: no se sabe quién estaba.`,
        en: `${percent} in 100 answered calls name no agent: it is not known who was there.`,
      };
    }
    case "called-back": {
      const percent = Math.max(1, Math.round(100 * doubt.share));
      return {
        es: `De cada 100 llamadas, ${percent} son de clientes a quienes se les devolvió la llamada: en estos días ya hubo espera inteligente, y no se sabe cómo habrían sido sin ella. Cuánto aportó lo mide npx espera lift.`,
        en: `Of every 100 calls, ${percent} are of customers who were called back: these days already had smart wait, and what they would have been without it is not known. npx espera lift measures what it did.`,
      };
    }
  }
}

function byPoints(points: number, language: Language): string {
  const by = withOneDecimal(Math.abs(points), language);
  if (language === "es") return `${by} puntos ${points > 0 ? "más" : "menos"}`;
  return `${by} points ${points > 0 ? "higher" : "lower"}`;
}

function withOneDecimal(value: number, language: Language): string {
  return fixedNumberText(value, language, 1);
}
