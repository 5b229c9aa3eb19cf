// Imported before a program, makes it run by the clock in the file that CLOCK names.
import { readFileSync } from "node:fs";

globalThis.Date = class extends Date {
  constructor(...parts) {
    if (parts.length > 0) super(...parts);
    else super(Number(readFileSync(process.env.CLOCK, "utf8")) * 1_000);
  }
};
