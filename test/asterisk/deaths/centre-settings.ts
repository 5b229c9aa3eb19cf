import type { Settings } from "../../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../../src/operation/default-settings.ts";

/** What an Espera of a centre is given. */
export interface EsperaGiven {
  /** Its data directory. */
  readonly data: string;
  readonly amiPort: number;
  readonly agiPort: number;
  /** Folder of the prompts, with a slash at its end. */
  readonly prompts: string;
}

export const OPERATION = "ventas";
export const TIME_ZONE = "America/Bogota";
export const QUEUE = "ventas";
export const SKILL = 7;
/** In the addresses of the dialplan. */
export const AGI_SECRET = "of-the-centre";

const allDay = { fromMinute: 0, toMinute: 1440 };

/** As operations usually are, but that all a callback waits for is short. */
export const settingsOfCentre: Settings = {
  ...defaultSettings(TIME_ZONE),
  skills: [{ ...defaultSkill, id: SKILL, name: "Ventas", smartWait: "on", holdOut: false }],
  attempts: {
    ...defaultSettings(TIME_ZONE).attempts,
    ringForMs: 8_000,
    gapMs: { busy: 5_000, "no-answer": 500, machine: 500, failed: 500 },
  },
  callingHours: [allDay, allDay, allDay, allDay, allDay, allDay, allDay],
};
