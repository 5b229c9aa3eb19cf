import type { Report } from "../../src/exchange/port.ts";
import type { CallSighting } from "../../src/line/facts.ts";

/**
 * What somebody who heard every report since the first snapshot, and knows which attempts were ordered, believes
 * the exchange to hold: the judge of its snapshots.
 */
export class SeenSoFar {
  readonly calls = new Map<string, { sighting: CallSighting; agent?: string }>();
  readonly attempts = new Map<string, string>();
  readonly agents = new Map<string, string>();

  hear(report: Report): void {
    switch (report.type) {
      case "snapshot":
        this.calls.clear();
        this.attempts.clear();
        for (const { call, sighting, agent } of report.calls)
          this.calls.set(call, agent === undefined ? { sighting } : { sighting, agent });
        for (const { attempt, progress } of report.attempts) this.attempts.set(attempt, progress);
        for (const { agent, status } of report.agents) this.agents.set(agent, status);
        break;
      case "call-arrived":
        this.calls.set(report.call, { sighting: "in-dialogue" });
        break;
      case "call-joined":
      case "call-left":
        this.attempts.delete(report.call);
        this.calls.set(report.call, { sighting: report.type === "call-joined" ? "waiting" : "in-dialogue" });
        break;
      case "call-replaced":
        this.calls.delete(report.call);
        this.calls.set(report.by, { sighting: "waiting" });
        break;
      case "offer-requested":
        this.calls.set(report.call, { sighting: "in-dialogue" });
        break;
      case "call-rung":
        this.calls.set(report.call, { sighting: "ringing", agent: report.agent });
        this.agents.set(report.agent, "ringing");
        break;
      case "ring-missed":
        this.calls.set(report.call, { sighting: "waiting" });
        this.agents.set(report.agent, "free");
        break;
      case "call-answered":
        this.calls.set(report.call, { sighting: "talking", agent: report.agent });
        this.agents.set(report.agent, "busy");
        break;
      case "call-ended": {
        const call = this.calls.get(report.call);
        // After a conversation the agent's own report follows.
        if (call?.sighting === "ringing") this.agents.set(call.agent!, "free");
        this.calls.delete(report.call);
        this.attempts.delete(report.call);
        break;
      }
      case "agent-changed":
        this.agents.set(report.agent, report.status);
        break;
      case "attempt-progressed":
        if (["ringing", "answered", "confirmed"].includes(report.progress))
          this.attempts.set(report.attempt, report.progress);
        else this.attempts.delete(report.attempt);
        break;
      case "question-began":
        // Taken out of its queue, or not yet in it.
        this.calls.set(report.call, { sighting: "in-dialogue" });
        break;
      case "choice-made":
      case "exchange-lost":
      case "number-keyed":
        break;
    }
  }
}
