import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AuditAct } from "../../../journal/accounts.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { By } from "../../sign-in/users.ts";
import { addRawBodies, requirePlainBody } from "../../v1/uploads/bodies.ts";
import { isoIfKnown } from "../account-answers.ts";
import { administered } from "../administered.ts";
import { addAccountRoute } from "../asked.ts";
import type { AccountSources } from "../session-routes.ts";
import { byteRangeOf } from "./byte-range.ts";
import type { AskedPrompt, KnownPrompts, PromptDesk } from "./prompt-desk.ts";
import {
  bringBackPromptForm,
  type PromptsAnswer,
  promptForm,
  promptsForm,
  replacePromptForm,
} from "./prompt-forms.ts";

/** What callers hear, for administrators to hear and to bring back. */
export function addPromptRoutes(api: FastifyInstance, sources: AccountSources, desk: PromptDesk): void {
  const { store, sessions } = sources;
  addAccountRoute(api, sessions, promptsForm, async ({ session, query }) =>
    answerOf(await desk.known(await administered(store, session, query.operation))),
  );
  addAccountRoute(api, sessions, promptForm, async ({ session, query, request, reply }) => {
    const operation = await administered(store, session, query.operation);
    const sound = await desk.sound(operation, promptIn(request));
    reply.header("accept-ranges", "bytes");
    const range = byteRangeOf(request.headers.range, sound.length);
    if (!range) return sound;
    reply.code(206).header("content-range", `bytes ${range.from}-${range.to}/${sound.length}`);
    return sound.subarray(range.from, range.to + 1);
  });
  addAccountRoute(api, sessions, bringBackPromptForm, async ({ session, query, request, by }) => {
    const operation = await administered(store, session, query.operation);
    const prompt = promptIn(request);
    await desk.bringBack(operation, prompt);
    await note(sources, { act: "prompt-brought-back", by, operation, prompt, detail: prompt.language });
    return {};
  });
}

/** The same to replace. It takes WAV files and nothing else: `api` is for it alone. */
export function addPromptUpload(api: FastifyInstance, sources: AccountSources, desk: PromptDesk): void {
  const { store, sessions } = sources;
  addRawBodies(api, replacePromptForm.raw);
  addAccountRoute(api, sessions, replacePromptForm, async ({ session, query, request, by }) => {
    const operation = await administered(store, session, query.operation);
    requirePlainBody(request);
    const prompt = promptIn(request);
    const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { lengthMs, digest } = await desk.replace(operation, prompt, file);
    const detail = `${prompt.language} ${Math.round(lengthMs)} ms sha256 ${digest}`;
    await note(sources, { act: "prompt-replaced", by, operation, prompt, detail });
    return {};
  });
}

function promptIn({ params }: FastifyRequest): AskedPrompt {
  return params as AskedPrompt;
}

function answerOf({ place, languages }: KnownPrompts): PromptsAnswer {
  return {
    place: place.kind,
    folder: place.kind === "folder" ? place.folder : null,
    languages: languages.map(({ prompts, ...language }) => ({
      ...language,
      prompts: prompts.map((prompt) => ({ ...prompt, replacedAt: isoIfKnown(prompt.replacedAt) })),
    })),
  };
}

async function note(
  { store, now }: AccountSources,
  done: {
    readonly act: AuditAct;
    readonly by: By;
    readonly operation: OperationRecord;
    readonly prompt: AskedPrompt;
    readonly detail: string;
  },
): Promise<void> {
  const { act, by, operation, prompt, detail } = done;
  await store.accounts.note([{ at: now(), act, ...by, operation: operation.id, subject: prompt.id, detail }]);
}
