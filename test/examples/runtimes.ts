import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A language with an example, and what it takes to run it. */
export interface Language {
  readonly name: string;
  /** What answers 0 where the runtime is on the machine. */
  readonly probe: readonly string[];
  /** Where everything must hold, it is missing only if nobody installed it: then its absence fails. */
  readonly required: boolean;
  /** The command that runs the example, without its options; what it needs to write goes into the folder. */
  readonly command: (folder: string) => readonly string[];
  /** After `command`: the one that runs it by a clock whose seconds since 1970 stand in the file that `CLOCK` names. */
  readonly commandByClock?: (folder: string) => readonly string[];
}

const example = (file: string) => fileURLToPath(new URL(`../../examples/${file}`, import.meta.url));
const clock = (file: string) => fileURLToPath(new URL(`clock/${file}`, import.meta.url));

export const languages: readonly Language[] = [
  {
    name: "curl",
    probe: ["bash", "-c", "curl --version && jq --version"],
    required: true,
    command: () => ["bash", example("poll.sh")],
    // There is another `date` before the machine's own.
    commandByClock: () => ["bash", "-c", 'PATH="$0:$PATH" exec bash "$@"', clock("bin"), example("poll.sh")],
  },
  {
    name: "Python",
    probe: ["python3", "-c", "import zoneinfo"],
    required: true,
    command: () => ["python3", example("poll.py")],
    commandByClock: () => ["python3", clock("by_clock.py"), example("poll.py")],
  },
  {
    name: "JavaScript",
    probe: [process.execPath, "--version"],
    required: true,
    command: () => [process.execPath, example("poll.mjs")],
    commandByClock: () => [process.execPath, "--import", clock("by-clock.mjs"), example("poll.mjs")],
  },
  {
    name: "Java",
    probe: ["javac", "-version"],
    required: true,
    command: (folder) => compiledJava(folder, "Poll", example("Poll.java")),
    commandByClock: (folder) =>
      compiledJava(folder, "PollByClock", example("Poll.java"), clock("PollByClock.java")),
  },
  {
    name: "PHP",
    probe: ["php", "-r", "exit(PHP_VERSION_ID >= 80000 && function_exists('curl_init') ? 0 : 1);"],
    required: false,
    command: () => ["php", example("poll.php")],
  },
  {
    name: "C#",
    probe: ["bash", "-c", "(( $(dotnet --version | cut -d. -f1) >= 10 ))"],
    required: false,
    command: (folder) => builtByDotnet(example("poll.cs"), folder),
  },
];

/** Why a language's example is not run here, or `false`. */
export function missing({ name, probe, required }: Language): string | false {
  if (required && process.env["ESPERA_DATA_REQUIRED"] === "1") return false;
  const [command, ...parameters] = probe;
  const { status } = spawnSync(command!, parameters, { stdio: "ignore" });
  return status === 0 ? false : `no runtime: ${name} is not on this machine`;
}

/** `dotnet run poll.cs` builds it where it is not built yet; starts side by side would build it side by side. */
function builtByDotnet(source: string, folder: string): readonly string[] {
  run("dotnet", "build", source, "--output", folder);
  return [join(folder, "poll")];
}

/** `java Poll.java` compiles it at every start; for many starts it is done once. */
function compiledJava(folder: string, main: string, ...sources: string[]): readonly string[] {
  run("javac", "--release", "11", "-Xlint:all,-serial", "-Werror", "-d", folder, ...sources);
  return ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", folder, main];
}

function run(command: string, ...parameters: string[]): void {
  const { status, stdout, stderr } = spawnSync(command, parameters, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} failed:\n${stdout}\n${stderr}`);
}
