import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decisionSentence } from "../../src/words/reasons/decision-sentences.ts";

const zone = "America/Bogota";
const since = Date.parse("2026-03-02T15:05:00Z");

describe("a decision in one sentence", () => {
  const offered = {
    kind: "offer",
    decision: "offer",
    reason: "wait-long",
    inputs: {
      ahead: 3,
      predictedWaitMs: 95_000,
      thresholdMs: 30_000,
      autoRule: "at-risk",
      autoSince: since,
      risk: 0.62,
      riskThreshold: 0.35,
    },
  };

  it("names rule, risk and threshold where smart wait switches itself", () => {
    assert.equal(
      decisionSentence(offered, zone, "en"),
      "Offered: the predicted wait exceeded the skill's threshold. (predicted wait 95 s, threshold 30 s, ahead 3, smart wait switched itself on by the risk since 2026-03-02 10:05, risk 62%, off below 35%)",
    );
    assert.equal(
      decisionSentence(offered, zone, "es"),
      "Se le ofreció: la espera prevista superaba el umbral del skill. (espera prevista 95 s, umbral 30 s, delante 3, espera inteligente encendida sola por el riesgo desde 2026-03-02 10:05, riesgo 62%, se apaga por debajo de 35%)",
    );
  });

  it("writes numbers as the language does", () => {
    const predictedSpan = { fromMs: 150_000, untilMs: 300_000 };
    const decided = { ...offered, inputs: { predictedSpan, registeredToday: 2_018 } };
    assert.match(decisionSentence(decided, zone, "es"), / 2,5 y 5 min.* 2\.018\)$/);
    assert.match(decisionSentence(decided, zone, "en"), / 2\.5 and 5 min.* 2,018\)$/);
  });

  it("names the span that was promised and said, where it was learned", () => {
    const inputs = {
      predictedWaitMs: 540_000,
      predictedSpan: { fromMs: 300_000, untilMs: 900_000 },
      ahead: 3,
    };
    assert.ok(
      decisionSentence({ ...offered, inputs }, zone, "en").endsWith(
        "(predicted wait 9 min, between 5 and 15 min, ahead 3)",
      ),
    );
    assert.ok(
      decisionSentence({ ...offered, inputs }, zone, "es").endsWith(
        "(espera prevista 9 min, entre 5 y 15 min, delante 3)",
      ),
    );
  });

  it("says by how much the risk was too low where it was off", () => {
    const inputs = { ahead: 1, autoRule: "risk-low", autoSince: null, risk: 0.204, riskThreshold: 0.5 };
    assert.equal(
      decisionSentence({ ...offered, reason: "not-at-risk", inputs }, zone, "en"),
      "Not offered: smart wait was off, since the skill's target was not at risk. (ahead 1, smart wait switched itself off, risk 20%, on above 50%)",
    );
  });

  it("says of a switch the risk, the threshold, the level so far and the agents", () => {
    const inputs = { risk: 0.62, threshold: 0.5, level: 0.71, offered: 20, agents: 9, asOf: since };
    assert.equal(
      decisionSentence({ kind: "switch", decision: "on", reason: "at-risk", inputs }, zone, "en"),
      "It switched itself on: the half hour would end below the target with a probability above the threshold. (risk 62%, threshold 50%, level of the half hour 71%, agents 9)",
    );
  });
});
