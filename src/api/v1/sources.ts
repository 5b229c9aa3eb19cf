import { CallbackDesk } from "../../desk/callback-desk.ts";
import { OrderDesk, type RunningOrders } from "../../desk/order-desk.ts";
import type { OperationRecord, ReadModels, Store, TokenRecord } from "../../journal/port.ts";
import type { State } from "../../line/state.ts";
import type { Gate } from "../limits/gate.ts";
import type { LiveView } from "../live-view.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import type { QueryLimits } from "../wolkvox/limits.ts";

/** An operation that runs: its state and time (epoch ms), and who takes its orders. */
export interface RunningState extends RunningOrders {
  readonly state: State;
  readonly now: number;
}

export interface V1Dependencies {
  readonly store: Store;
  readonly readModels: ReadModels;
  /** Epoch ms. */
  readonly now: () => number;
  readonly live: () => LiveView;
  /** The operation where it runs, else `null`; left out where none does. */
  readonly running?: (operation: OperationRecord) => RunningState | null;
  readonly gate: Gate;
  readonly signIn: SignIn;
  readonly limits?: Partial<QueryLimits>;
}

/** What the endpoints answer from. */
export interface Sources extends Required<Omit<V1Dependencies, "gate" | "signIn" | "limits">> {
  readonly callbacks: CallbackDesk;
  readonly orders: OrderDesk;
}

export function sourcesOf(given: Omit<V1Dependencies, "gate" | "signIn" | "limits">): Sources {
  const running = given.running ?? (() => null);
  return {
    ...given,
    running,
    callbacks: new CallbackDesk({ ...given, running }),
    orders: new OrderDesk({ ...given, running }),
  };
}

/** Whether a token shows numbers whole, as the compatible API does: unless its settings say that they are masked. */
export function seesNumbers({ masksNumbers }: TokenRecord): boolean {
  return !masksNumbers;
}
