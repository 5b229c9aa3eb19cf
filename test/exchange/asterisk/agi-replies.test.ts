import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCall } from "../../../src/exchange/asterisk/agi/call.ts";
import { quoted } from "../../../src/exchange/asterisk/agi/commands.ts";
import { type Reply, ReplyAssembler } from "../../../src/exchange/asterisk/agi/replies.ts";
import { LineSplitter } from "../../../src/exchange/asterisk/ami/lines.ts";

const ok = (result: string, value: string | null = null, endpos: number | null = null): Reply => ({
  status: "ok",
  result,
  value,
  endpos,
});
const REJECTED: Reply = { status: "rejected", result: "", value: null, endpos: null };
const DEAD: Reply = { status: "dead", result: "", value: null, endpos: null };

/** What a real Asterisk was seen to send, and what it means. */
const measured: [text: string, reply: Reply | "hangup"][] = [
  ["200 result=0\n", ok("0")],
  ["200 result=6\n", ok("6")],
  ["200 result=1 (1-23610@127.0.0.1)\n", ok("1", "1-23610@127.0.0.1")],
  ["200 result=1 ()\n", ok("1", "")],
  ["200 result=1 (a (b) c)\n", ok("1", "a (b) c")],
  ["200 result=1 (Señora\nde Núñez)\n", ok("1", "Señora\nde Núñez")],
  ["200 result=0 endpos=53033\n", ok("0", null, 53033)],
  ["200 result=49 endpos=13280\n", ok("49", null, 13280)],
  ["200 result=-1 endpos=0\n", ok("-1", null, 0)],
  ["200 result=-1 endpos=-1\n", ok("-1", null, -1)],
  ["200 result=1 (timeout)\n", ok("1", "timeout")],
  ["200 result= (timeout)\n", ok("", "timeout")],
  ["200 result=0 (timeout) endpos=32160\n", ok("0", "timeout", 32160)],
  ["200 result=49 (dtmf) endpos=8000\n", ok("49", "dtmf", 8000)],
  ["200 result=-1 (writefile)\n", ok("-1", "writefile")],
  ["510 Invalid or unknown command\n", REJECTED],
  ["511 Command Not Permitted on a dead channel or intercept routine\n", DEAD],
  [
    "520-Invalid command syntax.  Proper usage follows:\nUsage: SET VARIABLE <variablename> <value>\n 200 result=1 is not said here\n\n520 End of proper usage.\n",
    REJECTED,
  ],
  ["HANGUP\n", "hangup"],
];

test("any of Asterisk's replies, in any order and cut anywhere, is read as what it means", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...measured), { maxLength: 12 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      (sent, cuts) => {
        const bytes = Buffer.from(sent.map(([text]) => text).join(""));
        const splitter = new LineSplitter({ crlf: false, maxBytes: 1000 });
        const assembler = new ReplyAssembler();
        const places = [
          0,
          ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
          bytes.length,
        ];
        const found = places
          .slice(1)
          .flatMap((end, index) => splitter.push(bytes.subarray(places[index], end)))
          .flatMap((line) => assembler.line(line ?? "") ?? []);
        assert.deepEqual(
          found,
          sent.map(([, reply]) => reply),
        );
      },
    ),
  );
});

test("a HANGUP between the lines of a longer reply is heard, and the reply is whole", () => {
  const assembler = new ReplyAssembler();
  const lines = [
    "520-Invalid command syntax.",
    "HANGUP",
    "Usage: HANGUP",
    "HANGUP",
    "520 End of proper usage.",
  ];
  assert.deepEqual(
    lines.map((line) => assembler.line(line)),
    [null, "hangup", null, "hangup", REJECTED],
  );
});

test("a reply that never ends is given up after a while", () => {
  const assembler = new ReplyAssembler();
  assert.equal(assembler.line("520-Invalid"), null);
  const found = Array.from({ length: 250 }, () => assembler.line("more")).filter((reply) => reply !== null);
  assert.deepEqual(found, [REJECTED]);
  assert.deepEqual(assembler.line("200 result=1"), ok("1"));
});

test("lines longer than the limit are skipped, and the next is whole", () => {
  const splitter = new LineSplitter({ crlf: false, maxBytes: 10 });
  const pieces = ["ab\n", "0123456789", "0", "more", "\nc", "d\n0123456789\n"];
  assert.deepEqual(
    pieces.flatMap((piece) => splitter.push(Buffer.from(piece))),
    ["ab", null, "cd", "0123456789"],
  );
});

/** How Asterisk takes a command's line apart, written again from its manual: blanks divide, quotes hold together, a backslash takes the next literally. */
function wordsAsAsteriskSeesThem(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let inQuotes = false;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at]!;
    if (letter === '"') {
      inQuotes = !inQuotes;
      word ??= "";
    } else if (letter === "\\") word = (word ?? "") + (line[++at] ?? "");
    else if (/\s/.test(letter) && !inQuotes) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + letter;
  }
  if (word !== null) words.push(word);
  return words;
}

test("whatever an argument holds, Asterisk sees exactly it, and nothing beside it", () => {
  const letters = fc.constantFrom('"', "\\", " ", "\t", "a", "ñ", "$", "{", ";", ",", "'");
  const argument = fc.string({ unit: letters, maxLength: 12 });
  fc.assert(
    fc.property(argument, argument, (first, second) => {
      const line = `SET VARIABLE ${quoted(first)} ${quoted(second)}`;
      assert.deepEqual(wordsAsAsteriskSeesThem(line), ["SET", "VARIABLE", first, second]);
    }),
  );
});

test("the call is read from the lines that Asterisk sends", () => {
  const lines = [
    "agi_network: yes",
    "agi_network_script: s-e_cret/in?queue=ventas&n=a/b%20c&bad=%zz",
    "agi_request: agi://127.0.0.1:4573/in?queue=ventas",
    "agi_channel: PJSIP/callers-00000000",
    "agi_language: es",
    "agi_uniqueid: rig-1795337198.0",
    "agi_callerid: 34600111222",
    "agi_calleridname: unknown",
    "agi_context: espera-in",
    "agi_extension: ventas",
    "agi_enhanced: 0.0",
    "agi_arg_1: one",
    "agi_arg_2: arg two",
    "rubbish",
  ];
  const call = readCall(lines)!;
  assert.deepEqual(
    { ...call, query: Object.fromEntries(call.query) },
    {
      script: "in",
      secret: "s-e_cret",
      query: { queue: "ventas", n: "a/b c", bad: "%zz" },
      channel: "PJSIP/callers-00000000",
      uniqueid: "rig-1795337198.0",
      callerNumber: "34600111222",
      context: "espera-in",
      extension: "ventas",
      language: "es",
      arguments: ["one", "arg two"],
    },
  );
  assert.equal(readCall(lines.map((line) => line.replace("s-e_cret/", "")))!.secret, null);
  const anonymous = lines.map((line) => line.replace("34600111222", "unknown"));
  assert.equal(readCall(anonymous)!.callerNumber, null);
  assert.equal(readCall(lines.filter((line) => !line.startsWith("agi_uniqueid"))), null);
  assert.equal(readCall(["GET / HTTP/1.1", "Host: x"]), null);
});
