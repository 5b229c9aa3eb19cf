import type { SettingTexts } from "../../../desk/settings-desk.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { PreviewAnswer } from "./settings-forms.ts";

/** Whose preview it is: nobody else sees it. */
export interface PreviewOwner {
  readonly operation: OperationRecord;
  readonly user: string;
}

/** What last week would have been with other settings: replayed beside the operation, which it never touches. */
export interface PreviewDesk {
  /** `null`: the user has none. */
  show(owner: PreviewOwner): PreviewAnswer | null;
  /**
   * A former one of the same user goes. `asOf`: the version that they looked at. Faults: `preview-busy`, `settings-outdated`,
   * `settings-refused`, `skill-unknown`.
   */
  begin(
    owner: PreviewOwner,
    wanted: { readonly asOf: number; readonly skill: string; readonly values: SettingTexts },
  ): Promise<PreviewAnswer>;
  /** Stops it, and forgets what it found. */
  end(owner: PreviewOwner): Promise<void>;
}
