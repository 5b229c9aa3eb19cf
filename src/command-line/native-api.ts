import type { FastifyReply, FastifyRequest } from "fastify";
import { personEndpoints } from "../api/v1/administration.ts";
import { ownerRights } from "../api/v1/doors/owner-door.ts";
import type { EndpointForm } from "../api/v1/schema/endpoint.ts";
import { sourcesOf } from "../api/v1/sources.ts";
import { deskEndpoints } from "../api/v1/v1.ts";
import { operationNamed } from "../desk/operation-named.ts";
import { NOTHING_RUNS } from "../desk/owner.ts";
import { PersonDesk, type PersonDeskGiven } from "../desk/person-desk.ts";
import { Fault } from "../faults/faults.ts";
import type { OperationRecord } from "../journal/port/registry.ts";
import type { Store } from "../journal/port/store.ts";
import { version } from "../server/version.ts";
import { withStore } from "./journal-access.ts";
import { type AnswerOf, askServer, readAnswer, type Wanted } from "./server-client.ts";

/** What the server answers that runs on a data directory; where none runs, what the journal itself says. */
export async function askApi<Form extends EndpointForm>(
  directory: string,
  form: Form,
  wanted: Wanted,
): Promise<AnswerOf<Form>> {
  const answer = await askServer(directory, form, wanted);
  return answer ?? withStore(directory, (store) => askJournal(store, form, wanted), { readOnly: true });
}

/** An answer about an operation, in whose zone its times are read. */
export type OfOperation<Form extends EndpointForm> = AnswerOf<Form> & {
  readonly operation: string;
  readonly timeZone: string;
};

/** As `askApi`, about this operation. */
export async function askAbout<Form extends EndpointForm>(
  directory: string,
  { name, timeZone }: Pick<OperationRecord, "name" | "timeZone">,
  form: Form,
  wanted: Omit<Wanted, "operation">,
): Promise<OfOperation<Form>> {
  const answer = await askApi(directory, form, { ...wanted, operation: name });
  return { operation: name, timeZone, ...(answer as object) } as OfOperation<Form>;
}

/** What only a running server can do. Faults: `server-not-running`; as `askServer`. */
export async function order<Form extends EndpointForm>(
  directory: string,
  form: Form,
  wanted: Wanted = {},
): Promise<AnswerOf<Form>> {
  const answer = await askServer(directory, form, wanted);
  if (answer === null) throw new Fault("server-not-running", { directory });
  return answer;
}

/**
 * What an endpoint answers from the journal, where nothing runs; `recordings`: where recorded names are, for who erases. Faults:
 * those of the endpoint, as they are.
 */
export async function askJournal<Form extends EndpointForm>(
  store: Store,
  form: Form,
  { operation, numbers = false, author = "", id, query = {}, body }: Wanted,
  recordings: PersonDeskGiven["recordings"] = () => null,
): Promise<AnswerOf<Form>> {
  const readModels = store.readModels();
  const sources = sourcesOf({ store, readModels, now: Date.now, live: async () => NO_OPERATIONS });
  const people = new PersonDesk({ ...sources, owner: NOTHING_RUNS, recordings });
  const endpoints = [...deskEndpoints(sources), ...personEndpoints(people)];
  const rights = ownerRights({ numbers, author });
  const answer = await endpoints
    .find((one) => one.form.name === form.name)!
    .serve(
      { rights, operation: await operationNamed(store, operation) },
      { params: { id }, query, headers: {}, body } as FastifyRequest,
      NOBODY as FastifyReply,
      { admit: async () => {}, signal: new AbortController().signal },
    );
  return readAnswer(form, answer);
}

const NO_OPERATIONS = { version, operations: [] };
/** Takes the headers of an answer that is not sent. */
const NOBODY: Pick<FastifyReply, "header"> = { header: () => NOBODY as FastifyReply };
