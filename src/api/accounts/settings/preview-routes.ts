import type { FastifyInstance } from "fastify";
import { administered } from "../administered.ts";
import { addAccountRoute } from "../asked.ts";
import type { AccountSources } from "../session-routes.ts";
import type { PreviewDesk } from "./preview-desk.ts";
import { beginPreviewForm, endPreviewForm, previewForm } from "./settings-forms.ts";

/** What last week would have been like with other settings, for administrators, whether the file or the page decides them. */
export function addPreviewRoutes(
  api: FastifyInstance,
  { store, sessions }: AccountSources,
  desk: PreviewDesk,
): void {
  addAccountRoute(api, sessions, previewForm, async ({ session, query }) => {
    const operation = await administered(store, session, query.operation);
    return { preview: desk.show({ operation, user: session.user.name }) };
  });
  addAccountRoute(api, sessions, beginPreviewForm, async ({ session, query, id, body }) => {
    const operation = await administered(store, session, query.operation);
    const { version: asOf, values } = body;
    const owner = { operation, user: session.user.name };
    return { preview: await desk.begin(owner, { asOf, skill: id, values }) };
  });
  addAccountRoute(api, sessions, endPreviewForm, async ({ session, query }) => {
    const operation = await administered(store, session, query.operation);
    await desk.end({ operation, user: session.user.name });
    return { preview: null };
  });
}
