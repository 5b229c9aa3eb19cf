import type { Rights } from "../../sign-in/rights.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import {
  beginWhatIf,
  cancelWhatIf,
  deleteWhatIf,
  runWhatIf,
  sendRecord,
  showWhatIf,
  whatIfReport,
} from "../schema/what-if/what-if-forms.ts";
import { skillsSeen } from "../seen-skills.ts";
import type { Sources } from "../sources.ts";
import type { WhatIfDesk, WhatIfOwner } from "./what-if-desk.ts";

/** What-if over HTTP: each sees their own alone. */
export function whatIfEndpoints({ store }: Pick<Sources, "store">, desk: WhatIfDesk): readonly Endpoint[] {
  const ownerOf = ({ rights, operation }: { readonly rights: Rights } & Pick<WhatIfOwner, "operation">) => ({
    operation,
    signature: rights.signature,
  });
  return [
    endpoint(showWhatIf, async (asked) => ({ job: desk.show(ownerOf(asked)) })),
    endpoint(beginWhatIf, async (asked) => desk.begin(ownerOf(asked), asked.body)),
    endpoint(sendRecord, async (asked) => {
      const piece = asked.request.body as Buffer | undefined;
      return desk.take(ownerOf(asked), asked.parameters.id, asked.query.at, piece ?? new Uint8Array());
    }),
    endpoint(runWhatIf, async (asked) => {
      const { operation, rights, parameters, body } = asked;
      const settings = await store.settings(operation.id);
      // A user who sees some skills alone learns no other's settings by it.
      const seen = settings && { ...settings, skills: skillsSeen(settings.skills, rights) };
      return desk.run(ownerOf(asked), parameters.id, body, seen);
    }),
    endpoint(cancelWhatIf, async (asked) => desk.cancel(ownerOf(asked), asked.parameters.id)),
    endpoint(deleteWhatIf, async (asked) => {
      await desk.delete(ownerOf(asked), asked.parameters.id);
      return { job: null };
    }),
    endpoint(whatIfReport, async (asked) => {
      const { parameters, query, reply } = asked;
      void reply
        .headers({
          "content-type": "text/html; charset=utf-8",
          "content-disposition": 'attachment; filename="espera-what-if.html"',
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
          "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        })
        .send(desk.report(ownerOf(asked), parameters.id, query.language));
      return undefined;
    }),
  ];
}
