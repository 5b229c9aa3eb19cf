import type { FastifyBaseLogger, FastifyError, FastifyInstance } from "fastify";
import type { NodesSeen } from "../../desk/nodes-seen.ts";
import type { SettingsDesk } from "../../desk/settings-desk.ts";
import { Fault } from "../../faults/faults.ts";
import { statusOfFault } from "../fault-status.ts";
import { sendFault } from "../problem.ts";
import { addJsonBodies, faultOfUnread } from "../v1/uploads/bodies.ts";
import type { AccountForm } from "./account-form.ts";
import { addDisplayRoutes } from "./display-routes.ts";
import { addNodeRoutes } from "./nodes/node-routes.ts";
import type { PromptDesk } from "./prompts/prompt-desk.ts";
import { replacePromptForm } from "./prompts/prompt-forms.ts";
import { addPromptRoutes, addPromptUpload } from "./prompts/prompt-routes.ts";
import { addProviderRoutes } from "./provider-routes.ts";
import { type AccountSources, addSessionRoutes } from "./session-routes.ts";
import type { PreviewDesk } from "./settings/preview-desk.ts";
import { addPreviewRoutes } from "./settings/preview-routes.ts";
import { addSettingsRoutes } from "./settings/settings-routes.ts";
import { addTokenRoutes } from "./token-routes.ts";
import { addUserRoutes } from "./user-routes.ts";

/** What of settings, prompts and nodes can be asked; left out where nobody asks for it. */
export interface AccountDesks {
  readonly settings?: SettingsDesk;
  readonly previews?: PreviewDesk;
  readonly prompts?: PromptDesk;
  /** `null` where the server is no node. */
  readonly nodes?: () => Promise<NodesSeen | null>;
}

/** What the page asks of sign-in, users, sessions, displays, settings, prompts and nodes. */
export function addAccounts(
  api: FastifyInstance,
  {
    log,
    settings,
    previews,
    prompts,
    nodes = async () => null,
    ...sources
  }: AccountSources & AccountDesks & { readonly log: FastifyBaseLogger },
): void {
  void api.register(async (accounts) => {
    answerFaults(accounts, log);
    addJsonBodies(accounts);
    addSessionRoutes(accounts, sources);
    addProviderRoutes(accounts, sources);
    addUserRoutes(accounts, sources);
    addDisplayRoutes(accounts, sources);
    addTokenRoutes(accounts, sources);
    addNodeRoutes(accounts, sources, nodes);
    if (settings) addSettingsRoutes(accounts, sources, settings);
    if (previews) addPreviewRoutes(accounts, sources, previews);
    if (!prompts) return;
    addPromptRoutes(accounts, sources, prompts);
    await accounts.register(async (raw) => {
      answerFaults(raw, log, replacePromptForm);
      addPromptUpload(raw, sources, prompts);
    });
  });
}

/** `form`: of the one route there is where its body is not JSON. */
function answerFaults(api: FastifyInstance, log: FastifyBaseLogger, form?: Pick<AccountForm, "raw">): void {
  api.setErrorHandler((error: FastifyError | Fault, request, reply) => {
    const fault = faultOf(error, form);
    if (fault === null) log.error({ err: error, route: request.routeOptions.url }, "request failed");
    const seconds = fault?.details["seconds"];
    if (seconds !== undefined) reply.header("retry-after", seconds);
    sendFault(reply, fault ?? new Fault("request-failed"));
  });
}

/** The answer to the client, or `null` for what they can do nothing about. */
function faultOf(error: FastifyError | Fault, form: Pick<AccountForm, "raw"> | undefined): Fault | null {
  if (error instanceof Fault) return statusOfFault(error.code) === 500 ? null : error;
  return error.statusCode === undefined || error.statusCode >= 500 ? null : faultOfUnread(error, form);
}
