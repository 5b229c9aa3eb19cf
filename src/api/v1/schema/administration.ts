import { z } from "zod";
import type { EndpointForm } from "./endpoint.ts";
import { moment } from "./moments.ts";
import { count } from "./values.ts";

/**
 * What only the socket of the data directory has: no token opens it, and the server's description of the network does not
 * name it.
 */

const byNumber = z
  .strictObject({ number: z.string().trim().min(1).max(60).meta({ description: "However it is written" }) })
  .meta({ id: "PersonByNumber" });

export const personExport = z
  .object({
    operation: z.string(),
    timeZone: z.string(),
    held: z
      .array(z.record(z.string(), z.unknown()))
      .meta({ description: "More than one where history has the number written otherwise" }),
  })
  .meta({ id: "PersonExport" });

export const erasure = z
  .object({
    people: count.meta({ description: "How often the number was kept; 0 only where `clean` is false" }),
    names: count.meta({ description: "Recordings that were deleted" }),
    clean: z.boolean().nullable().meta({
      description:
        "true: no file of the journal holds the number any more. false: another process kept reading it, and erasing again tries once more. null: no table of the database server holds it any more; its log, replicas and backups do as long as they are kept",
    }),
  })
  .meta({ id: "Erasure" });

export const reloaded = z
  .object({
    operations: z.array(
      z.object({
        name: z.string(),
        changes: z.array(
          z.object({
            skill: z.string().nullable().meta({ description: "null: it is the operation's" }),
            setting: z.string(),
            from: z.string(),
            to: z.string(),
          }),
        ),
        needsRestart: z
          .boolean()
          .meta({ description: "Its exchange is configured otherwise than it was started" }),
      }),
    ),
    needRestart: z.array(z.string()).meta({ description: "Names of operations that came or went" }),
  })
  .meta({ id: "Reloaded" });
export type Reloaded = z.output<typeof reloaded>;

export const clockAccepted = z
  .object({
    byMs: z.number().meta({ description: "By how much the clock changed; 0: nothing was suspect" }),
    now: moment,
  })
  .meta({ id: "ClockAccepted" });
export type ClockAccepted = z.output<typeof clockAccepted>;

export const stopping = z
  .object({ pid: count.meta({ description: "The process that is going to end" }) })
  .meta({ id: "Stopping" });

const administration = { method: "POST", scopes: ["administration"] } as const;
const ofServer = { ...administration, ofServer: true, faults: [] } as const;
const ofPerson = { ...administration, body: byNumber } as const;

export const exportPersonForm = {
  ...ofPerson,
  path: "/v1/people/export",
  name: "exportPerson",
  summary: "All that is kept about the person with a number",
  answer: personExport,
  faults: ["request-invalid", "person-unknown"],
} as const satisfies EndpointForm;

export const erasePersonForm = {
  ...ofPerson,
  path: "/v1/people/erase",
  name: "erasePerson",
  summary: "Ends what was promised to the person with a number, and forgets the number",
  answer: erasure,
  faults: ["request-invalid", "person-unknown", "operation-closed"],
} as const satisfies EndpointForm;

export const reloadServer = {
  ...ofServer,
  path: "/v1/server/reload",
  name: "reloadServer",
  summary: "Reads the configuration again, and says what changed",
  answer: reloaded,
} as const satisfies EndpointForm;

export const acceptClock = {
  ...ofServer,
  path: "/v1/server/clock/accept",
  name: "acceptClock",
  summary: "Believes the machine's clock where it is suspect",
  answer: clockAccepted,
} as const satisfies EndpointForm;

export const stopServer = {
  ...ofServer,
  path: "/v1/server/stop",
  name: "stopServer",
  summary: "Ends the server, once this is answered",
  answer: stopping,
} as const satisfies EndpointForm;
