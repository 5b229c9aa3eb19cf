import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ProgressLine } from "../../src/command-line/progress-line.ts";

function terminal(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { isTTY, columns, write: (text: string) => written.push(text), written };
}

describe("the line that says how far something is", () => {
  it("is written over itself on a terminal, and taken away", () => {
    const screen = terminal(true);
    const line = new ProgressLine(screen);
    line.show("1 of 2");
    line.show("2 of 2");
    line.clear();
    assert.deepEqual(screen.written, ["\r\u001b[K1 of 2", "\r\u001b[K2 of 2", "\r\u001b[K"]);
    line.clear();
    assert.equal(screen.written.length, 3, "where nothing stands nothing is taken away");
  });

  it("fits the terminal, so that none of it stays", () => {
    const screen = terminal(true, 10);
    new ProgressLine(screen).show("a long operation's name");
    assert.deepEqual(screen.written, ["\r\u001b[Ka long op"]);
  });

  it("is not written into a file", () => {
    const file = terminal(false);
    const line = new ProgressLine(file);
    line.show("1 of 2");
    line.clear();
    assert.deepEqual(file.written, []);
  });
});
