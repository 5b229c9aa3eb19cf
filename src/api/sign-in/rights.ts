import type { AuditAct } from "../../journal/accounts.ts";
import type { TokenRecord, TokenScope } from "../../journal/port/registry.ts";
import type { SkillId } from "../../line/ids.ts";

/** What a request needs. `administration` comes of no token and no session: only the socket of the data directory has it. */
export type Scope = TokenScope | "administration";

/** What a request may do, whatever it showed for it. */
export interface Rights {
  /** By which its requests, streams and uploads are counted. */
  readonly id: string;
  readonly scopes: readonly Scope[];
  /** Whether numbers of people are shown whole. */
  readonly seesNumbers: boolean;
  /** The skills that there are for it; `null`: all of the operation. */
  readonly skills: ReadonlySet<SkillId> | null;
  /** How many requests may be under way at the same time. */
  readonly atOnce: number;
  /** Whether a request is one of those that an operation has in a day. */
  readonly isMetered: boolean;
  /** How its orders are signed. */
  readonly signature: string;
  /** Keeps what was done to these callbacks, where somebody is signed in: what tokens do is in the log and the journal. */
  audit(operation: number, act: AuditAct, callbacks: readonly string[], detail?: string): Promise<void>;
  /** The same as it stands now; `null` once it opens nothing any more. */
  now(): Rights | null;
}

/** The rights of a token; `again` looks it up again. */
export function rightsOfToken(token: TokenRecord, again: () => TokenRecord | null): Rights {
  const label = token.label.trim();
  return {
    id: token.id,
    scopes: token.scopes,
    seesNumbers: !token.masksNumbers,
    skills: null,
    atOnce: token.atOnce,
    isMetered: true,
    // By its id, which nobody chooses, and its label.
    signature: `token ${token.id}${label === "" ? "" : ` (${label})`}`,
    audit: async () => {},
    now: () => {
      const found = again();
      return found && rightsOfToken(found, again);
    },
  };
}

/** Whether there is such a skill, as far as these rights go. */
export function seesSkill({ skills }: Pick<Rights, "skills">, id: SkillId): boolean {
  return skills === null || skills.has(id);
}

/** Whether there is one of these scopes among them. */
export function holdsOneOf({ scopes }: Pick<Rights, "scopes">, wanted: readonly Scope[]): boolean {
  return wanted.some((scope) => scopes.includes(scope));
}
