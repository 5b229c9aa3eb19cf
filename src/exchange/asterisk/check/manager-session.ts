import type { Random } from "../../../queueing/random.ts";
import type { Clock } from "../../clock.ts";
import { AmiConnection, type AmiOptions } from "../ami/connection.ts";
import { type Finding, finding } from "./findings.ts";

/** One connection to the manager, or what stands in its way. Whoever gets it must `stop` it. */
export function managerSession(
  options: Pick<AmiOptions, "host" | "port" | "username" | "secret">,
  { clock, random }: { clock: Clock; random: Random },
): Promise<AmiConnection | Finding> {
  const { host, port, username } = options;
  return new Promise((resolve) => {
    const ami: AmiConnection = new AmiConnection(
      { ...options, clock, random, events: "system", loginWithinMs: LOGIN_WITHIN_MS },
      {
        connected: () => resolve(ami),
        failed: (why) => {
          ami.stop();
          if (why === "not-ami") resolve(finding("ami-other", { host, port }));
          else if (why === "login-refused") resolve(finding("ami-refused", { username }));
          else if (why === "login-slow") resolve(finding("ami-silent", { host, port }));
          else resolve(finding("ami-unreachable", { host, port }));
        },
        lost: () => {},
        event: () => {},
      },
    );
    ami.start();
  });
}

const LOGIN_WITHIN_MS = 8_000;
