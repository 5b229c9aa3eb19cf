import type { Exchange } from "../../src/exchange/port.ts";
import { chance, uniform } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";
import type { Clock } from "../../src/time/clock.ts";
import { MOST_REPORT_DELAY_MS } from "./scenario-faults.ts";

/** The exchange on a way on which a report may come after others that were made later. */
export function overtakenReports(
  exchange: Exchange,
  {
    clock,
    random,
    share,
    calm,
  }: {
    readonly clock: Clock;
    readonly random: Random;
    /** Of the reports. */
    readonly share: number;
    /** Whether faults have ended. */
    readonly calm: () => boolean;
  },
): Exchange {
  let connection = 0;
  return {
    capabilities: exchange.capabilities,
    connect: (receive) => {
      const own = ++connection;
      exchange.connect((report) => {
        if (report.type === "snapshot" || share === 0 || calm() || !chance(random, share)) receive(report);
        else
          clock.at(clock.now() + Math.ceil(uniform(random, 0, MOST_REPORT_DELAY_MS)), () => {
            if (own === connection) receive(report);
          });
      });
    },
    disconnect: () => {
      connection++;
      exchange.disconnect();
    },
    execute: (order) => exchange.execute(order),
  };
}
