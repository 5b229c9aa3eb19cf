import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Option } from "commander";
import { Fault } from "../faults/faults.ts";
import { wrongUse } from "./program.ts";
import { toReader } from "./reader.ts";

/** `--password-from`: never the password itself, which everybody on the machine would see among the processes. */
export function passwordOption(): Option {
  return new Option(
    "--password-from <file>",
    toReader(
      "archivo del que se lee la contraseña; «-» es la entrada estándar. Si no se dice, se pregunta",
      "file that the password is read from; “-” is the standard input. Without it you are asked",
    ),
  );
}

/** The password from the file, or as it is typed twice, unseen. Fault: `password-unreadable`. */
export async function passwordGiven(file: string | undefined): Promise<string> {
  if (file !== undefined) return withoutLineEnd(file === "-" ? await text(process.stdin) : contentOf(file));
  if (!process.stdin.isTTY)
    wrongUse(
      toReader(
        "aquí no se puede preguntar la contraseña; diga de qué archivo leerla con --password-from",
        "the password cannot be asked here; say which file has it with --password-from",
      ),
    );
  const password = await typed(toReader("Contraseña: ", "Password: "));
  const again = await typed(toReader("Otra vez: ", "Again: "));
  if (password !== again)
    wrongUse(toReader("las dos contraseñas no son iguales", "the two passwords are not the same"));
  return password;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("password-unreadable", { file, problem }, { cause });
  }
}

function withoutLineEnd(content: string): string {
  return content.replace(/\r?\n$/, "");
}

/** One line from the terminal, of which nothing is shown. */
async function typed(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  const { promise, resolve } = Promise.withResolvers<string>();
  lines.once("line", resolve);
  // Ctrl-C is a character while a line is edited.
  lines.once("SIGINT", () => {
    process.stderr.write("\n");
    process.exit(130);
  });
  lines.once("close", () => resolve(""));
  const line = await promise;
  lines.close();
  process.stderr.write("\n");
  return line;
}
