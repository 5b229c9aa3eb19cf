import type { FastifyRequest } from "fastify";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { Asker, EndpointForm } from "../schema/endpoint.ts";

/** A way into the native API. A server has one for each way in, so that nothing in a request can choose another. */
export interface Door {
  /**
   * Lets a request in by what it shows, before anything else of it is read; of one about the server itself the operation is
   * `null`. Faults: why it is not let in.
   */
  askerOf(request: FastifyRequest, form: EndpointForm): Promise<Asker<OperationRecord | null>>;
  /** Whether clients see faults that only the administrator can mend. */
  readonly tellsAll: boolean;
}
