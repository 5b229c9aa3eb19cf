import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type {
  AskedPrompt,
  KnownPrompt,
  KnownPrompts,
  PromptDesk,
  PromptsPlace,
} from "../../api/accounts/prompts/prompt-desk.ts";
import { promptNames } from "../../exchange/dialogue/prompt-names.ts";
import { readPromptSound, soundMs } from "../../exchange/dialogue/prompt-sound.ts";
import { promptSoundFile } from "../../exchange/dialogue/prompt-sound-file.ts";
import { dialogueLanguages, readDialogueLanguage } from "../../exchange/dialogue/prompt-texts.ts";
import { waveFileOf } from "../../exchange/dialogue/wave-file.ts";
import { Fault } from "../../faults/faults.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import { type PromptInLanguage, PromptsFolder } from "./prompts-folder.ts";

/** What callers hear, as it lies in the folder of the operation, or as it comes with Espera where there is none. */
export class KeptPrompts implements PromptDesk {
  readonly #placeOf: (operation: OperationRecord) => Promise<PromptsPlace>;

  constructor(placeOf: (operation: OperationRecord) => Promise<PromptsPlace>) {
    this.#placeOf = placeOf;
  }

  async known(operation: OperationRecord): Promise<KnownPrompts> {
    const place = await this.#placeOf(operation);
    const languages = dialogueLanguages().map(async (code) => {
      const { name, unread, texts } = readDialogueLanguage(code);
      const prompts: KnownPrompt[] = [];
      for (const id of promptNames)
        prompts.push({ id, text: texts[id], ...(await soundOf(place, { name: id, language: code })) });
      return { code, name, isUnread: unread, prompts };
    });
    return { place, languages: await Promise.all(languages) };
  }

  async sound(operation: OperationRecord, asked: AskedPrompt): Promise<Buffer> {
    const prompt = promptOf(asked);
    const place = await this.#placeOf(operation);
    const heard =
      place.kind === "folder"
        ? (await new PromptsFolder(place.folder).lying(prompt))?.file
        : ownSound(prompt);
    if (!heard) throw unknown(asked);
    return heard;
  }

  async replace(operation: OperationRecord, asked: AskedPrompt, file: Buffer) {
    const prompt = promptOf(asked);
    const folder = await this.#folderOf(operation);
    const sound = readPromptSound(file);
    await folder.replace(prompt, sound);
    const digest = createHash("sha256").update(sound.samples).digest("hex");
    return { lengthMs: soundMs(sound), digest };
  }

  async bringBack(operation: OperationRecord, asked: AskedPrompt): Promise<void> {
    const prompt = promptOf(asked);
    await (await this.#folderOf(operation)).bringBack(prompt);
  }

  /** Fault: `prompts-not-replaceable`. */
  async #folderOf(operation: OperationRecord): Promise<PromptsFolder> {
    const place = await this.#placeOf(operation);
    if (place.kind === "folder") return new PromptsFolder(place.folder);
    throw new Fault("prompts-not-replaceable", { operation: operation.name });
  }
}

/** What is known of a prompt's sound. */
async function soundOf(
  place: PromptsPlace,
  prompt: PromptInLanguage,
): Promise<Pick<KnownPrompt, "lengthMs" | "replacedAt">> {
  const own = await ownSound(prompt);
  if (place.kind !== "folder") return { lengthMs: lengthOf(own), replacedAt: null };
  const lying = await new PromptsFolder(place.folder).lying(prompt);
  if (!lying) return { lengthMs: null, replacedAt: null };
  return { lengthMs: lengthOf(lying.file), replacedAt: own.equals(lying.file) ? null : lying.changedAt };
}

/** ms; `null`: it is no usable WAV file, as one that somebody put there by hand may be none. */
function lengthOf(file: Buffer): number | null {
  const { sound, channels, bits, sampleRate } = waveFileOf(file) ?? NO_SOUND;
  const ms = (sound.length * 8_000) / (channels * bits * sampleRate);
  return Number.isFinite(ms) ? Math.round(ms) : null;
}

const NO_SOUND = { sound: [], channels: 0, bits: 0, sampleRate: 0 };

function ownSound({ language, name }: PromptInLanguage): Promise<Buffer> {
  return readFile(promptSoundFile(language, name));
}

/** Fault: `prompt-unknown`. */
function promptOf(asked: AskedPrompt): PromptInLanguage {
  const name = promptNames.find((one) => one === asked.id);
  const language = dialogueLanguages().find((one) => one === asked.language);
  if (name === undefined || language === undefined) throw unknown(asked);
  return { name, language };
}

function unknown({ id, language }: AskedPrompt): Fault {
  return new Fault("prompt-unknown", { id, language });
}
