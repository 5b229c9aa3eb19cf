import { Death } from "./death.ts";

// Loaded before the command line by `node --import`: it dies where ESPERA_DIE_AT says.
new Death(process.env["ESPERA_DIE_AT"]);
