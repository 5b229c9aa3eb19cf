import { skillOfTexts, skillTexts } from "../../configuration/skill-texts.ts";
import type {
  KnownSettings,
  SettingChange,
  SettingsDesk,
  SettingsVersion,
  WantedSettings,
} from "../../desk/settings-desk.ts";
import { Fault } from "../../faults/faults.ts";
import type { KeptAuditEntry } from "../../journal/accounts.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { AccountStore } from "../../journal/port/store.ts";
import type { Settings, SkillSettings } from "../../line/settings.ts";
import { proposedSettings } from "./proposed-settings.ts";
import { settingKeys } from "./setting-keys.ts";

interface KeptSettingsGiven {
  readonly store: AccountStore;
  /** Who rules an operation's skills. */
  readonly rulesOf: (operation: OperationRecord) => Promise<"file" | "page">;
  /** The configuration file; `null`: none. */
  readonly file: string | null;
  /** Lets an operation that runs go on by the newest settings. */
  readonly adopt: (operation: OperationRecord) => Promise<void>;
  /** Epoch ms of the machine's clock. */
  readonly now: () => number;
}

/**
 * The settings of skills as the store keeps them. Who saved a version, and why, is in the audit: a version that it does not
 * name came with the file.
 */
export class KeptSettings implements SettingsDesk {
  readonly #given: KeptSettingsGiven;

  constructor(given: KeptSettingsGiven) {
    this.#given = given;
  }

  async known(operation: OperationRecord): Promise<KnownSettings> {
    const { store, rulesOf, file } = this.#given;
    const versions = await store.settingsVersions(operation.id);
    const newest = versions[0]?.settings;
    const saved = await this.#savedBy(operation);
    return {
      rules: await rulesOf(operation),
      file,
      version: newest?.version ?? 0,
      skills: (newest?.skills ?? []).map((skill) => ({
        id: skill.id,
        name: skill.name,
        values: skillTexts(skill),
      })),
      keys: settingKeys,
      versions: versions.slice(0, MOST_VERSIONS).map(({ at, settings }, index): SettingsVersion => {
        const entry = saved.get(settings.version);
        return {
          version: settings.version,
          at,
          author: entry?.user ?? null,
          why: entry?.detail ?? null,
          changes: changesBetween(versions[index + 1]?.settings.skills ?? [], settings.skills),
        };
      }),
    };
  }

  async change(
    operation: OperationRecord,
    { skill, values, ...wanted }: Parameters<SettingsDesk["change"]>[1],
  ): Promise<void> {
    const newest = await this.#newest(operation, wanted.asOf);
    await this.#save(operation, proposedSettings(newest, { skill, values }).settings, wanted);
  }

  async restore(
    operation: OperationRecord,
    { version, ...wanted }: Parameters<SettingsDesk["restore"]>[1],
  ): Promise<void> {
    const newest = await this.#newest(operation, wanted.asOf);
    const versions = await this.#given.store.settingsVersions(operation.id);
    const earlier = versions.find(({ settings }) => settings.version === version)?.settings.skills;
    if (!earlier) throw new Fault("settings-version-unknown", { version });
    // A skill that came later stays as it is.
    const skills = newest.skills.map((skill) => {
      const before = earlier.find(({ id }) => id === skill.id);
      // By way of its texts: a member that came since is as usual.
      return before ? skillOfTexts(skill.id, skillTexts(before), newest) : skill;
    });
    await this.#save(operation, { ...newest, skills }, wanted);
  }

  /** Faults: `settings-from-file`, `settings-outdated`. */
  async #newest(operation: OperationRecord, asOf: number): Promise<Settings> {
    const { store, rulesOf, file } = this.#given;
    if ((await rulesOf(operation)) === "file")
      throw new Fault("settings-from-file", { file: file ?? "espera.yaml" });
    const newest = await store.settings(operation.id);
    if (newest?.version !== asOf) throw new Fault("settings-outdated", { version: newest?.version ?? 0 });
    return newest;
  }

  async #save(
    operation: OperationRecord,
    settings: Settings,
    { author, session, address, why }: WantedSettings,
  ): Promise<void> {
    const { store, adopt, now } = this.#given;
    const version = settings.version + 1;
    const at = now();
    await store.addSettings(operation.id, { ...settings, version }, at);
    await store.accounts.note([
      {
        at,
        act: "settings-changed",
        user: author,
        session,
        address,
        operation: operation.id,
        subject: String(version),
        detail: why,
      },
    ]);
    await adopt(operation);
  }

  /** By the version that was saved. */
  async #savedBy({ id }: OperationRecord): Promise<Map<number, KeptAuditEntry>> {
    const entries = await this.#given.store.accounts.audit({
      limit: MOST_ENTRIES,
      acts: ["settings-changed"],
    });
    return new Map(
      entries.filter(({ operation }) => operation === id).map((entry) => [Number(entry.subject), entry]),
    );
  }
}

function changesBetween(before: readonly SkillSettings[], after: readonly SkillSettings[]): SettingChange[] {
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const [earlier, later] = [before, after].map((skills) => skills.find((one) => one.id === id));
    const skill = (later ?? earlier)!.name;
    // A skill that came is a change of its name from nothing.
    if (!earlier || !later)
      return [{ skill, setting: "name", from: earlier?.name ?? "", to: later?.name ?? "" }];
    const [from, to] = [skillTexts(earlier), skillTexts(later)];
    return Object.keys(to)
      .filter((setting) => from[setting] !== to[setting])
      .map((setting) => ({ skill, setting, from: from[setting] ?? "", to: to[setting] ?? "" }));
  });
}

/** Older ones stay in the journal. */
const MOST_VERSIONS = 50;
const MOST_ENTRIES = 1_000;
