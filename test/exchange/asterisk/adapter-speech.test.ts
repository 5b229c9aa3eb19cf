import assert from "node:assert/strict";
import { test } from "node:test";
import { AgiSession } from "../../../src/exchange/asterisk/agi/session.ts";
import { Speech } from "../../../src/exchange/asterisk/speech.ts";
import { stillClock } from "./ami-peer.ts";

test("a dialogue of more than 75 seconds puts no further question: it is as if no key was pressed", async () => {
  const clock = stillClock();
  const commands: string[] = [];
  const wire = {
    write: (text: string) => {
      commands.push(text.trim());
      const digit = text.startsWith("WAIT") ? "49" : "0";
      queueMicrotask(() => session.receive(text.startsWith("SET") ? "200 result=1" : `200 result=${digit}`));
    },
    close: () => {},
  };
  const session: AgiSession = new AgiSession(wire, { clock, graceMs: 8_000 });
  const speech = new Speech(session, {
    clock,
    prompts: "espera/",
    missingPrompt: () => {},
    questionsWithinMs: 75_000,
  });
  await clock.run(clock.now() + 75_000);
  assert.deepEqual(await speech.ask(["question-choice"], 4_000), { key: "1", gone: false });
  await clock.run(clock.now() + 1);
  const before = commands.length;
  assert.deepEqual(await speech.ask(["question-choice"], 4_000), { key: null, gone: false });
  assert.equal(commands.length, before);
  await speech.say(["thanks-goodbye"]);
  assert.ok(commands.length > before, "what is no question is said all the same");
});
