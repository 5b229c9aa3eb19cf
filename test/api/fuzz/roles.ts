import type { WantedToken } from "../../../src/api/sign-in/tokens.ts";
import type { TokenScope } from "../../../src/journal/port/registry.ts";

/** Whose token a request shows, and what it may be answered. */
export interface Role {
  readonly scopes: readonly TokenScope[];
  readonly masksNumbers: boolean;
  readonly codeAsString: boolean;
  /** The operation whose figures it may see; `null`: it is not good any more, never was, or there is none. */
  readonly operation: Operation | null;
}

export type Operation = "alfa" | "beta";

const every: readonly TokenScope[] = ["reports", "read", "orders", "upload"];

function role(given: Partial<Role>): Role {
  return { scopes: every, masksNumbers: false, codeAsString: false, operation: "alfa", ...given };
}

/** By name; requests name whose token they show, so that they are the same in every run. */
export const roles = {
  whole: role({}),
  masked: role({ masksNumbers: true, codeAsString: true }),
  reports: role({ scopes: ["reports"] }),
  read: role({ scopes: ["read"], masksNumbers: true }),
  orders: role({ scopes: ["orders"] }),
  upload: role({ scopes: ["upload"] }),
  other: role({ operation: "beta" }),
  expired: role({ operation: null }),
  revoked: role({ operation: null }),
  elsewhere: role({ operation: null }),
  garbled: role({ operation: null }),
  none: role({ operation: null }),
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;

/** What a role's token is made with; those without one show something else, or nothing. */
export function wantedToken(name: RoleName, operations: Record<Operation, number>): WantedToken | null {
  if (name === "none" || name === "garbled") return null;
  const { scopes, masksNumbers, codeAsString, operation } = roles[name];
  return {
    operation: operations[operation ?? "alfa"],
    label: name,
    scopes,
    masksNumbers,
    codeAsString,
    ...(name === "expired" ? { expiresAt: 1 } : {}),
    ...(name === "elsewhere" ? { addresses: ["10.0.0.0/8"] } : {}),
  };
}
