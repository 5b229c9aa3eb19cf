import { z } from "zod";
import { moment } from "./moments.ts";
import { maybeMoment, skillRef } from "./values.ts";

const alertWords = z
  .object({ what: z.string(), means: z.string(), act: z.string() })
  .meta({ id: "AlertWords", description: "What it is, what it means, and what can be done" });

export const alert = z
  .object({
    id: z.string().meta({ description: "Names this occurrence: the same trouble later has another one" }),
    kind: z.string().meta({ description: "A code" }),
    skill: skillRef.nullable().meta({ description: "null: the whole operation" }),
    since: moment.meta({ description: "When its bound was crossed" }),
    beganAt: moment.meta({ description: "When it had been over its bound for a minute" }),
    endedAt: maybeMoment.meta({ description: "null: it goes on" }),
    es: alertWords,
    en: alertWords,
  })
  .meta({ id: "Alert" });
export type AlertAnswer = z.input<typeof alert>;

export const alertList = z.object({ alerts: z.array(alert) }).meta({ id: "Alerts" });
