import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { header, type SipMessage, SipRecord } from "./sip-record.ts";

const LINE = "-".repeat(47);

function sip(method: string, callId: string): string {
  return `${method} sip:áé@127.0.0.4 SIP/2.0\r\nCall-ID: ${callId}\r\nCSeq: 1 ${method}\r\n\r\n`;
}

/** A message as SIPp traces it. */
function traced(text: string, second = 0): string {
  const time = `2026-11-30 05:05:${String(second).padStart(2, "0")}.250000`;
  return `${LINE} ${time}\nUDP message received [${Buffer.byteLength(text)}] bytes :\n\n${text}\n`;
}

/** What SIPp adds to a message that its scenario has no place for. */
function unexpected(text: string): string {
  return `${LINE}\nUnexpected UDP message received:\n\n${text}\n`;
}

function inRecord(follow: (record: SipRecord, write: (text: string | Buffer) => void) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "espera-record-"));
  const file = join(directory, "messages");
  const record = new SipRecord(file);
  try {
    follow(record, (text) => appendFileSync(file, text));
  } finally {
    record.close();
    rmSync(directory, { recursive: true });
  }
}

const callIds = (messages: readonly SipMessage[]) => messages.map((each) => header(each, "Call-ID"));

test("a message that came while nobody expected it is read once, and those after it are read", () => {
  inRecord((record, write) => {
    const late = sip("PICKUP", "late");
    write(
      traced(sip("INVITE", "first")) + traced(late, 1) + unexpected(late) + traced(sip("INVITE", "next"), 2),
    );
    const messages = record.read();
    assert.deepEqual(callIds(messages), ["first", "late", "next"]);
    assert.equal(messages[2]!.at - messages[0]!.at, 2_000);
    write(traced(sip("BYE", "next"), 3));
    assert.deepEqual(
      record.read().map(({ method }) => method),
      ["BYE"],
    );
  });
});

test("a record that grows byte by byte gives each message once, when it is whole", () => {
  inRecord((record, write) => {
    const late = sip("PICKUP", "late");
    const whole = Buffer.from(
      traced(sip("INVITE", "first")) + traced(late, 1) + unexpected(late) + traced(sip("INVITE", "next"), 2),
    );
    const read: SipMessage[] = [];
    for (const byte of whole) {
      write(Buffer.from([byte]));
      read.push(...record.read());
    }
    assert.deepEqual(callIds(read), ["first", "late", "next"]);
    assert.equal(read[2]!.start, "INVITE sip:áé@127.0.0.4 SIP/2.0");
  });
});

test("before SIPp has begun its record there is nothing to read", () => {
  inRecord((record) => assert.deepEqual(record.read(), []));
});
