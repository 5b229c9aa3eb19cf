import type { OwnerAnswer } from "../../desk/answers.ts";
import type { OwnerMessage } from "../../desk/owner-messages.ts";
import type { Fault } from "../../faults/faults.ts";
import type { FrontOptions, Licences, ListensOn } from "./front.ts";
import type { ServerMessage } from "./server-side.ts";

/** What the front asks of the thread that decides: of an operation, or of the server. */
export type Question = { readonly owner: OwnerMessage } | { readonly server: ServerMessage };

/** What the thread that decides sends to the front. */
export type ToFront =
  | { readonly open: FrontOptions }
  | { readonly id: number; readonly answer: OwnerAnswer }
  | { readonly licences: Licences }
  | { readonly close: true };

/** What the front sends to the thread that decides. */
export type FromFront =
  | { readonly id: number; readonly question: Question }
  | { readonly listens: ListensOn }
  /** It could not be opened. */
  | { readonly refused: Pick<Fault, "code" | "details"> };
