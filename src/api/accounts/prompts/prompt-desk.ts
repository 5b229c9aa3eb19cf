import type { OperationRecord } from "../../../journal/port/registry.ts";

/** A prompt as somebody asked for it. */
export interface AskedPrompt {
  readonly id: string;
  readonly language: string;
}

/** Where the sounds of an operation are that callers hear. */
export type PromptsPlace =
  /** In a folder in which they can be replaced, as Espera sees it. */
  | { readonly kind: "folder"; readonly folder: string }
  /** Among Asterisk's sounds, which Espera does not see. */
  | { readonly kind: "asterisk" }
  /** Nowhere: the exchange is simulated. */
  | { readonly kind: "simulated" };

/** A prompt in a language. */
export interface KnownPrompt {
  readonly id: string;
  /** What Espera's own sound says. */
  readonly text: string;
  /** `null`: there is no sound, and callers hear nothing. */
  readonly lengthMs: number | null;
  /** Epoch ms; `null`: it is Espera's own. */
  readonly replacedAt: number | null;
}

export interface KnownPrompts {
  readonly place: PromptsPlace;
  readonly languages: readonly {
    readonly code: string;
    /** In itself. */
    readonly name: string;
    /** No native speaker has read its texts yet. */
    readonly isUnread: boolean;
    readonly prompts: readonly KnownPrompt[];
  }[];
}

/** What callers hear, to be heard and replaced. Fault of every method: `prompts-folder-unusable`. */
export interface PromptDesk {
  known(operation: OperationRecord): Promise<KnownPrompts>;
  /** The WAV file that callers hear; Espera's own where Espera does not see what they hear. Fault: `prompt-unknown`. */
  sound(operation: OperationRecord, prompt: AskedPrompt): Promise<Buffer>;
  /**
   * Puts a WAV file in the place of what callers hear, and gives its length and the SHA-256 of what is played. Faults: `prompt-unknown`,
   * `prompts-not-replaceable`, those of `readPromptSound`.
   */
  replace(
    operation: OperationRecord,
    prompt: AskedPrompt,
    file: Buffer,
  ): Promise<{ readonly lengthMs: number; readonly digest: string }>;
  /** Puts Espera's own sound back. Faults: `prompt-unknown`, `prompts-not-replaceable`. */
  bringBack(operation: OperationRecord, prompt: AskedPrompt): Promise<void>;
}
