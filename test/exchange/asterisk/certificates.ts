import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of a test's own, made by the machine's `openssl`. */
export class Authority {
  readonly #folder: string;
  /** Its certificate, PEM. */
  readonly ca: string;

  private constructor(folder: string, ca: string) {
    this.#folder = folder;
    this.ca = ca;
  }

  /** `null` where the machine has no openssl. Its files are to be removed by `end`. */
  static async begin(): Promise<Authority | null> {
    const folder = await mkdtemp(join(tmpdir(), "espera-authority-"));
    const made = await openssl(
      folder,
      "req",
      "-x509",
      ...NEW_KEY,
      "ca.key",
      "-out",
      "ca.pem",
      "-days",
      "30",
      "-subj",
      "/CN=test",
    ).then(
      () => true,
      () => false,
    );
    return made ? new Authority(folder, await readFile(join(folder, "ca.pem"), "utf8")) : null;
  }

  /** A certificate for a name; with -1 `days` it has expired. */
  async sign(name: string, days = 30): Promise<Certificate> {
    const subject = /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`;
    await writeFile(join(this.#folder, "names"), `subjectAltName=${subject}`);
    await openssl(this.#folder, "req", ...NEW_KEY, "own.key", "-out", "own.csr", "-subj", `/CN=${name}`);
    const signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names"];
    await openssl(
      this.#folder,
      "x509",
      "-req",
      "-in",
      "own.csr",
      ...signing,
      "-out",
      "own.pem",
      "-days",
      String(days),
    );
    const read = (file: string) => readFile(join(this.#folder, file), "utf8");
    return { cert: await read("own.pem"), key: await read("own.key") };
  }

  async end(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}

const NEW_KEY = ["-newkey", "rsa:2048", "-nodes", "-keyout"];

function openssl(folder: string, ...words: string[]) {
  return run("openssl", words, { cwd: folder });
}
