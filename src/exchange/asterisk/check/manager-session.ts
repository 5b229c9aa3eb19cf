import type { Random } from "../../../queueing/random.ts";
import type { Clock } from "../../../time/clock.ts";
import { AmiConnection, type AmiListener, type AmiOptions } from "../ami/connection.ts";
import type { Finding } from "./findings.ts";
import { obstacle } from "./obstacle.ts";

/**
 * One connection to the manager, or what stands in its way. Its user must `stop` it. With `event` it learns what
 * happens to calls and agents.
 */
export function managerSession(
  options: Pick<AmiOptions, "host" | "port" | "tls" | "username" | "secret">,
  {
    clock,
    random,
    event,
    lost,
  }: { clock: Clock; random: Random } & Partial<Pick<AmiListener, "event" | "lost">>,
): Promise<AmiConnection | Finding> {
  return new Promise((resolve) => {
    const ami: AmiConnection = new AmiConnection(
      {
        ...options,
        clock,
        random,
        events: event ? "system,call,agent,user" : "system",
        loginWithinMs: LOGIN_WITHIN_MS,
      },
      {
        connected: () => resolve(ami),
        failed: (why) => {
          ami.stop();
          resolve(obstacle(why, options));
        },
        lost: (why) => lost?.(why),
        event: (one) => event?.(one),
      },
    );
    ami.start();
  });
}

const LOGIN_WITHIN_MS = 8_000;
