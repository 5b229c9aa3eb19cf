import { type RunningServer, startServer } from "../../src/server/server.ts";
import { ScriptedCentre } from "../api/scripted-centre.ts";

/** A real server on a data directory, whose one operation is the scripted centre: what happens in it is the test's. */
export async function startScripted(
  data: string,
): Promise<{ server: RunningServer; centre: ScriptedCentre }> {
  let centre: ScriptedCentre | undefined;
  const server = await startServer({
    data,
    host: "127.0.0.1",
    port: 0,
    print: () => {},
    logLevel: "silent",
    operations: async ({ store }) => {
      const opened = await ScriptedCentre.open(store);
      centre = opened;
      const { record, operation, clock } = opened;
      return [
        {
          record,
          running: operation,
          now: () => clock.now(),
          lacking: null,
          view: () => ({ ...record, skills: [], generation: null }),
          fillInThePast: () => {},
          adopt: async () => {},
          stop: () => operation.stop(),
        },
      ];
    },
  });
  return { server, centre: centre! };
}
