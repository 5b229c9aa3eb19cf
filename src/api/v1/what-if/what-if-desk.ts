import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { Settings } from "../../../line/settings.ts";
import type { Language } from "../../../words/language.ts";
import type { WhatIfChoice, WhatIfJob } from "../schema/what-if/what-if-answers.ts";

/** Whose record it is: nobody else sees it. */
export interface WhatIfOwner {
  readonly operation: OperationRecord;
  /** By which the user who asks is known from one session to the next. */
  readonly signature: string;
}

/** Recorded days that are replayed beside the operation, which they never touch. */
export interface WhatIfDesk {
  /** `null`: the user who asks has none. */
  show(owner: WhatIfOwner): WhatIfJob | null;
  /** A former one of the same owner goes. Faults: `what-if-busy`, `what-if-no-room`. */
  begin(owner: WhatIfOwner, record: { readonly name: string; readonly bytes: number }): Promise<WhatIfJob>;
  /** Faults: `what-if-unknown`, `what-if-out-of-order`, `what-if-no-room`. */
  take(owner: WhatIfOwner, id: string, at: number, piece: Uint8Array): Promise<WhatIfJob>;
  /** `settings`: of whose skills those of the record are, by name. Faults: `what-if-unknown`, `what-if-not-ready`. */
  run(owner: WhatIfOwner, id: string, choice: WhatIfChoice, settings: Settings | null): WhatIfJob;
  /** Fault: `what-if-unknown`. */
  cancel(owner: WhatIfOwner, id: string): Promise<WhatIfJob>;
  /** Fault: `what-if-unknown`. */
  delete(owner: WhatIfOwner, id: string): Promise<void>;
  /** Faults: `what-if-unknown`, `what-if-not-ready`. */
  report(owner: WhatIfOwner, id: string, language: Language): string;
}
