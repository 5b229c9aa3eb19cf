import { z } from "zod";
import { moment } from "./moments.ts";

/** What many answers are made of. */

export const count = z.number().int().nonnegative();
export const milliseconds = z.number().nonnegative();
export const share = z.number().min(0).max(1);
export const maybeMoment = moment.nullable();
export const silentSince = maybeMoment.meta({
  description:
    "Since when the operation has not answered, as while another node takes it over: what stands in the journal is here, what only the running operation knows is null, and its reasons are `not-answering`; null: it answers",
});
export const skillRef = z
  .object({ id: z.number().int(), name: z.string() })
  .meta({ id: "SkillRef", description: "A skill; its name is empty where the settings do not know it" });
