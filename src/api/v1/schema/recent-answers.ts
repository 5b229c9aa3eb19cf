import { z } from "zod";
import { moment } from "./moments.ts";
import { count } from "./values.ts";

const recentSkill = z
  .object({
    id: z.number().int(),
    levels: z.array(z.object({ from: moment, finished: count, within: count })).meta({
      description:
        "Of the calls that arrived in each five minutes of the last 30: over, and answered within the target",
    }),
    quarter: z
      .object({
        from: moment,
        arrived: count.meta({ description: "Calls in it so far" }),
        usual: z.object({ low: count, high: count, weeks: count }).nullable().meta({
          description:
            "Fewest and most calls in all of this quarter of an hour on the same weekday of up to 8 weeks before; null: of fewer than 3 weeks",
        }),
      })
      .meta({ description: "The running quarter of an hour" }),
  })
  .meta({ id: "RecentSkill" });

export const recentAnswer = z
  .object({ at: moment, skills: z.array(recentSkill) })
  .meta({ id: "RecentSkills" });
export type RecentAnswer = z.input<typeof recentAnswer>;
