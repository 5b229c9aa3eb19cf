import { isMainThread } from "node:worker_threads";
import { Death } from "./death.ts";

// Loaded by `node --import` in each thread of a server: those that write beside the first die where ESPERA_DIE_AT says, as it does.
if (!isMainThread) new Death(process.env["ESPERA_DIE_AT"]);
