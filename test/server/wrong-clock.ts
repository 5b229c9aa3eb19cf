import { readFileSync } from "node:fs";

/** Loaded before Espera: its machine's wall clock is wrong by as many ms as a file says, its monotonic clock is right. */
const file = process.env["ESPERA_TEST_CLOCK"]!;
const right = Date.now;
Date.now = () => right() + Number(readFileSync(file, "utf8"));
