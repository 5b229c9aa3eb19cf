import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { operationNamed } from "../../../desk/operation-named.ts";
import { type Registry, tokenScopes } from "../../../journal/port/registry.ts";
import type { Rights } from "../../sign-in/rights.ts";
import { understood } from "../schema/endpoint.ts";
import type { Door } from "./door.ts";

/** What the owner says in the query of any request, beside what the endpoint is asked there. */
const ownerQuery = z.looseObject({
  /** By its name; the only one where nothing is said. */
  operation: z.string().optional(),
  /** Whether numbers are given whole. */
  numbers: z.stringbool().default(false),
  /** Who gives an order, for the journal. */
  author: z.string().trim().min(1).max(200).default("administrator"),
});

/**
 * The way in by the socket of the data directory, which only its owner can open: that is how they are known, and they may do
 * everything, in any operation, as often as they like. Faults: `request-invalid`, and those of `operationNamed`.
 */
export function ownerDoor(store: Pick<Registry, "operations">): Door {
  return {
    tellsAll: true,
    askerOf: async (request, { ofServer }) => {
      const { operation, numbers, author, ...query } = understood(ownerQuery, request.query);
      (request as { query: FastifyRequest["query"] }).query = query;
      return {
        rights: ownerRights({ numbers, author }),
        operation: ofServer ? null : await operationNamed(store, operation),
      };
    },
  };
}

export function ownerRights({
  numbers,
  author,
}: {
  readonly numbers: boolean;
  readonly author: string;
}): Rights {
  const rights: Rights = {
    id: "owner",
    scopes: [...tokenScopes, "administration"],
    seesNumbers: numbers,
    skills: null,
    atOnce: Number.POSITIVE_INFINITY,
    isMetered: false,
    signature: author,
    audit: async () => {},
    now: () => rights,
  };
  return rights;
}
