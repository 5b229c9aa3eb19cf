import { CallDesk } from "../../desk/call-desk.ts";
import { CallbackDesk } from "../../desk/callback-desk.ts";
import { HeardOwner } from "../../desk/heard-owner.ts";
import { OrderDesk } from "../../desk/order-desk.ts";
import { NOTHING_RUNS, type Owner } from "../../desk/owner.ts";
import { SkillDesk } from "../../desk/skill-desk.ts";
import type { ReadModels } from "../../journal/port/questions.ts";
import type { ImportStore } from "../../operation/imports/import-wanted.ts";
import type { LiveView } from "../live-view.ts";

export interface V1Dependencies {
  readonly store: ImportStore;
  readonly readModels: ReadModels;
  /** Epoch ms. */
  readonly now: () => number;
  readonly live: () => Promise<LiveView>;
  /** Left out where no operation runs. */
  readonly owner?: Owner;
}

/** What the endpoints answer from. */
export interface Sources extends Omit<V1Dependencies, "owner"> {
  readonly owner: HeardOwner;
  readonly callbacks: CallbackDesk;
  readonly calls: CallDesk;
  readonly skills: SkillDesk;
  readonly orders: OrderDesk;
}

export function sourcesOf({ owner = NOTHING_RUNS, ...given }: V1Dependencies): Sources {
  const { store, readModels, now } = given;
  const heard = new HeardOwner(owner, now);
  const callbacks = new CallbackDesk({ store, readModels, owner: heard });
  return {
    ...given,
    owner: heard,
    callbacks,
    calls: new CallDesk({ store, readModels, callbacks }),
    skills: new SkillDesk({ store, readModels, owner: heard }),
    orders: new OrderDesk(owner),
  };
}
