import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type PromptName, promptNames } from "../../exchange/dialogue/prompt-names.ts";
import { type PromptSound, soundEndings, writePromptSound } from "../../exchange/dialogue/prompt-sound.ts";
import { promptSoundFile } from "../../exchange/dialogue/prompt-sound-file.ts";
import { dialogueLanguages } from "../../exchange/dialogue/prompt-texts.ts";
import { Fault } from "../../faults/faults.ts";

/** A prompt in one of the languages that have a folder. */
export interface PromptInLanguage {
  readonly name: PromptName;
  readonly language: string;
}

/** A sound as it lies in the folder. */
interface LyingSound {
  readonly file: Buffer;
  /** Epoch ms. */
  readonly changedAt: number;
}

/**
 * The sounds that an exchange plays, in a folder of their own: a folder for each language in it, as Asterisk looks for files
 * with a whole path. Each is Espera's own until somebody replaces it. Fault of every method: `prompts-folder-unusable`.
 */
export class PromptsFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Puts Espera's own sound where there is none, and where there is that of an earlier Espera. What was replaced stays. */
  async fill(): Promise<void> {
    await this.#guarded(async () => {
      for (const language of dialogueLanguages()) await this.#fillLanguage(language);
    });
  }

  /** What callers hear; `null`: nothing. */
  lying(prompt: PromptInLanguage): Promise<LyingSound | null> {
    return this.#guarded(async () => {
      for (const ending of Object.values(soundEndings)) {
        const path = this.#path(prompt, ending);
        const file = await ifThere(readFile(path));
        const known = file && (await ifThere(stat(path)));
        if (known) return { file, changedAt: known.mtimeMs };
      }
      return null;
    });
  }

  /** Calls that ask for the prompt from now on hear the sound. */
  async replace(prompt: PromptInLanguage, sound: PromptSound): Promise<void> {
    const wanted = soundEndings[sound.sampleRate as keyof typeof soundEndings];
    await this.#guarded(() => this.#put(prompt, wanted, writePromptSound(sound)));
  }

  /** Calls that ask for the prompt from now on hear Espera's own sound. */
  async bringBack(prompt: PromptInLanguage): Promise<void> {
    const original = await readFile(promptSoundFile(prompt.language, prompt.name));
    await this.#guarded(() => this.#put(prompt, "wav", original));
  }

  async #fillLanguage(language: string): Promise<void> {
    const note = join(this.#folder, language, NOTE);
    const noted = JSON.parse((await ifThere(readFile(note, "utf8"))) ?? "{}") as Record<string, string>;
    const originals: Record<string, string> = {};
    for (const name of promptNames) {
      const original = await readFile(promptSoundFile(language, name));
      originals[name] = digestOf(original);
      const lying = await this.lying({ language, name });
      const isOfEarlier = lying !== null && digestOf(lying.file) === noted[name];
      if (lying === null || (isOfEarlier && noted[name] !== originals[name]))
        await this.#put({ language, name }, "wav", original);
    }
    await this.#write(note, Buffer.from(JSON.stringify(originals)));
  }

  async #put(prompt: PromptInLanguage, ending: string, file: Buffer): Promise<void> {
    await this.#write(this.#path(prompt, ending), file);
    for (const other of Object.values(soundEndings))
      if (other !== ending) await rm(this.#path(prompt, other), { force: true });
  }

  /** At once: who reads meanwhile reads the former file or this one. */
  async #write(path: string, content: Buffer): Promise<void> {
    const folder = join(path, "..");
    // The phone system is another user, who must read it whatever the rights are that this process gives its files.
    if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, 0o755);
    const written = join(folder, `.${randomUUID()}.new`);
    try {
      const file = await open(written, "wx");
      try {
        await file.writeFile(content);
        await file.chmod(0o644);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(written, path);
    } catch (error) {
      await rm(written, { force: true });
      throw error;
    }
  }

  #path({ language, name }: PromptInLanguage, ending: string): string {
    return join(this.#folder, language, `${name}.${ending}`);
  }

  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (error instanceof Fault || code === undefined) throw error;
      throw new Fault("prompts-folder-unusable", { folder: this.#folder, problem: code }, { cause: error });
    }
  }
}

/** Espera's own sounds when the folder was filled last, by their SHA-256: what still is one of them was not replaced. */
const NOTE = "originals.json";

function digestOf(file: Buffer): string {
  return createHash("sha256").update(file).digest("hex");
}

/** `null`: there is no such file. */
async function ifThere<Found>(found: Promise<Found>): Promise<Found | null> {
  try {
    return await found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
