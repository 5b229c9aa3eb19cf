import type { OperationRecord } from "../journal/port/registry.ts";
import type { SkillId } from "../line/ids.ts";

/** Values by the keys of `espera.yaml`, each as it is written there on one line. */
export type SettingTexts = Readonly<Record<string, string>>;

/** A key, for people. */
export interface SettingKey {
  readonly key: string;
  /** How its value is written, its default and its meaning. */
  readonly es: SettingWords;
  readonly en: SettingWords;
}

interface SettingWords {
  readonly written: string;
  readonly byDefault: string;
  readonly meaning: string;
}

export interface SettingChange {
  /** The skill's name. */
  readonly skill: string;
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

/** A version of the settings, and what it changed in the one before. */
export interface SettingsVersion {
  readonly version: number;
  /** Epoch ms. */
  readonly at: number;
  /** Who saved it on the page, and why; `null`: the file was changed. */
  readonly author: string | null;
  readonly why: string | null;
  /** In what the page can change: the skills. */
  readonly changes: readonly SettingChange[];
}

/** The settings of an operation's skills, whether the file or the page decides them, and their history. */
export interface KnownSettings {
  /** Whether the configuration file decides, or what administrators save on the page. */
  readonly rules: "file" | "page";
  /** The file; `null`: none, this is the demonstration. */
  readonly file: string | null;
  readonly version: number;
  readonly skills: readonly { readonly id: SkillId; readonly name: string; readonly values: SettingTexts }[];
  readonly keys: readonly SettingKey[];
  /** The newest first. */
  readonly versions: readonly SettingsVersion[];
}

/** Who changes settings, why, and from which version. */
export interface WantedSettings {
  /** The version that they looked at. */
  readonly asOf: number;
  readonly author: string;
  readonly session: string;
  readonly address: string;
  readonly why: string;
}

/** Shows settings, and changes them where the page decides. */
export interface SettingsDesk {
  known(operation: OperationRecord): Promise<KnownSettings>;
  /** Faults: `settings-from-file`, `settings-outdated`, `settings-refused`, `skill-unknown`. */
  change(
    operation: OperationRecord,
    wanted: WantedSettings & { readonly skill: string; readonly values: SettingTexts },
  ): Promise<void>;
  /** Makes the skills what they were in an earlier version. Faults: `settings-from-file`, `settings-outdated`, `settings-version-unknown`. */
  restore(operation: OperationRecord, wanted: WantedSettings & { readonly version: number }): Promise<void>;
}
