import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type AmiMessage, MessageReader, writeAction } from "../../../src/exchange/asterisk/ami/messages.ts";

const GREETING = "Asterisk Call Manager/11.0.0\r\n";

function read(bytes: Uint8Array, cuts: readonly number[] = []): AmiMessage[] {
  const reader = new MessageReader();
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).flatMap((end, index) => reader.push(bytes.subarray(places[index], end)));
}

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/);
// Anything Asterisk could put in a value: also colons, other alphabets, a lone line feed. Not a CR.
const value = fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.replace(/\r/g, " "));
const message = fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 6 });

test("what was written is read again, wherever the stream is cut, in the middle of a letter or of CR LF too", () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 30 }),
      (messages, cuts) => {
        const text = messages
          .map((headers) => `${headers.map(([key, given]) => `${key}: ${given}\r\n`).join("")}\r\n`)
          .join("");
        const found = read(Buffer.from(GREETING + text), cuts);
        assert.equal(found.length, messages.length);
        for (const [index, headers] of messages.entries())
          for (const [key] of headers)
            assert.deepEqual(
              found[index]!.all(key.toUpperCase()),
              headers
                .filter(([other]) => other.toLowerCase() === key.toLowerCase())
                .map(([, given]) => Buffer.from(given).toString()),
            );
      },
    ),
  );
});

test("no bytes at all make the reader fail, and after them it reads on", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }),
      fc.boolean(),
      (chunks, greeted) => {
        const reader = new MessageReader();
        if (greeted) reader.push(Buffer.from(GREETING));
        for (const chunk of chunks) reader.push(chunk);
        const [last] = reader.push(Buffer.from("\r\n\r\nEvent: Hangup\r\n\r\n")).slice(-1);
        assert.equal(last?.get("Event"), "Hangup");
      },
    ),
  );
});

test("the greeting is no message, and lines that are no headers are skipped", () => {
  const reader = new MessageReader();
  const found = reader.push(
    Buffer.from(`${GREETING}\r\n\r\nnonsense\r\n: nothing\r\nEvent: Hangup\r\nCause:16\r\nEmpty: \r\n\r\n`),
  );
  assert.equal(reader.greeting, "Asterisk Call Manager/11.0.0");
  assert.equal(found.length, 1);
  assert.equal(found[0]!.get("event"), "Hangup");
  assert.equal(found[0]!.get("Cause"), "16");
  assert.equal(found[0]!.get("Empty"), "");
  assert.equal(found[0]!.get("Channel"), undefined);
});

test("a header that repeats keeps all its values, also empty ones", () => {
  const [found] = read(
    Buffer.from(
      `${GREETING}Event: Newchannel\r\nChanVariable: A=1\r\nchanvariable: \r\nChanVariable: B=2\r\n\r\n`,
    ),
  );
  assert.deepEqual(found!.all("ChanVariable"), ["A=1", "", "B=2"]);
  assert.equal(found!.get("ChanVariable"), "A=1");
});

test("a value with a line feed inside does not become headers of its own", () => {
  const [found, ...more] = read(
    Buffer.from(`${GREETING}Event: Newchannel\r\nChanVariable: N=a\nEvent: Hangup\n\nX: y\r\n\r\n`),
  );
  assert.deepEqual(more, []);
  assert.deepEqual(found!.all("Event"), ["Newchannel"]);
});

test("a message without end is not held in memory whole: it keeps its beginning and says so", () => {
  const reader = new MessageReader({ maxCharacters: 1000 });
  reader.push(Buffer.from(`${GREETING}Event: Newchannel\r\n`));
  for (let n = 0; n < 1000; n++) assert.deepEqual(reader.push(Buffer.from(`ChanVariable: V${n}=x\r\n`)), []);
  reader.push(Buffer.alloc(1_000_000, 0x61));
  const [big, next] = reader.push(Buffer.from("\r\n\r\nEvent: Hangup\r\n\r\n"));
  assert.equal(big!.get("Event"), "Newchannel");
  assert.equal(big!.truncated, true);
  assert.ok(big!.all("ChanVariable").length < 60);
  assert.equal(next!.truncated, false);
});

test("an action whose header holds a line break is refused; any other is exactly its lines", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom("\r", "\n", "\0", "\r\n"),
      (text, evil) => {
        const at = Math.floor(text.length / 2);
        const value = text.slice(0, at) + evil + text.slice(at);
        assert.equal(writeAction("Setvar", "1", { Value: value }), null);
        assert.equal(writeAction("Setvar", value, {}), null);
        assert.equal(writeAction(value, "1", {}), null);
        assert.equal(writeAction("Originate", "1", { Variable: ["a=1", value] }), null);
        assert.equal(writeAction("Originate", "1", { [value]: "x" }), null);
      },
    ),
  );
  assert.equal(
    writeAction("Originate", "id-1", { Priority: 1, Variable: ["a=1", "b=ñ: 2"] }),
    "Action: Originate\r\nActionID: id-1\r\nPriority: 1\r\nVariable: a=1\r\nVariable: b=ñ: 2\r\n\r\n",
  );
});
