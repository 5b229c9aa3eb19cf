import { type ChildProcess, execFile, type StdioOptions, spawn } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The release of Debian whose Asterisk is tried: `sid` has 22, `bullseye` has 16.28. Others have none. */
const release = process.env["ESPERA_ASTERISK_RELEASE"] ?? "sid";

/** Where the system with Asterisk stands: ESPERA_ASTERISK_CHROOT, or a folder of the user's cache; another release beside it. */
const chrootDirectory =
  (process.env["ESPERA_ASTERISK_CHROOT"] ?? join(homedir(), ".cache/espera/asterisk-chroot")) +
  (release === "sid" ? "" : `-${release}`);

let ready: Promise<string> | undefined;

/**
 * Sees to it that the system with Asterisk and SIPp are there, building or installing what is not, and gives
 * Asterisk's version. Needs root: for the build, and to enter the system. Once per process.
 */
export function prepareChroot(): Promise<string> {
  ready ??= prepare();
  return ready;
}

async function prepare(): Promise<string> {
  if (process.getuid?.() !== 0)
    throw new Error("the Asterisk of the test bed lives in a chroot: run this as root");
  await run(join(import.meta.dirname, "build-chroot.sh"), [chrootDirectory, release]);
  await run("bash", [
    "-c",
    "command -v sipp >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive " +
      "apt-get install -y -qq --no-install-recommends sip-tester; }",
  ]);
  const { stdout } = await run("chroot", [chrootDirectory, "asterisk", "-V"]);
  return stdout.trim();
}

/**
 * Arguments of a command that runs `command` inside the system, with `/proc` and with `directory` (below /tmp) under its
 * own name. The mounts are in a mount namespace of the process and end with it. Nothing forks on the way, so the
 * process started is the command itself; it dies with the process that started it.
 */
function entering(directory: string, command: readonly string[]): string[] {
  const enter =
    'set -e; root=$1 directory=$2; shift 2; mount -t proc proc "$root/proc"; mount -t tmpfs tmpfs "$root/tmp"; ' +
    // Asterisk asks for these two names at every call; they are not to be asked of a network.
    'echo "127.0.0.1 localhost $(hostname) A.ROOT-SERVERS.NET" >"$root/tmp/hosts"; ' +
    'mount --bind "$root/tmp/hosts" "$root/etc/hosts"; ' +
    'mkdir -p "$root$directory"; mount --bind "$directory" "$root$directory"; exec chroot "$root" "$@"';
  const inside = ["bash", "-c", enter, "enter", chrootDirectory, directory, ...command];
  return ["--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "private", ...inside];
}

/** Starts `command` inside the system; the process is the command's own. */
export function spawnInChroot(
  directory: string,
  command: readonly string[],
  stdio: StdioOptions,
): ChildProcess {
  return spawn("setpriv", entering(directory, command), { stdio });
}

/** Runs `command` inside the system to its end and gives what it printed; throws when it fails. */
export async function runInChroot(directory: string, command: readonly string[]): Promise<string> {
  const { stdout } = await run("setpriv", entering(directory, command), { maxBuffer: 64 << 20 });
  return stdout;
}
