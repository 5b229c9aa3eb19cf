import type { DayHours, RulePack, WeeklyHours } from "../settings.ts";
import { type CivilDay, dateOfDay, weekdayOf } from "./civil-date.ts";
import { isColombianHoliday } from "./holidays.ts";

/** What a law, or decency where no law speaks, allows towards a person who is called. */
interface CallingRules {
  /** Whether an attempt that they picked up is the last of that day, whatever came of it. */
  readonly answeredEndsDay: boolean;
  /** When they may be called; `null`: no bound. */
  readonly hours: HoursWithHolidays | null;
  /** What the pack does, for the person who chooses one. */
  readonly says: { readonly es: string; readonly en: string };
}

interface HoursWithHolidays {
  readonly week: WeeklyHours;
  /** On the public holidays of Colombia, whatever weekday they are; `null`: not then. */
  readonly onHolidays: DayHours | null;
}

const hours = (from: number, to: number): DayHours => ({ fromMinute: from * 60, toMinute: to * 60 });

/**
 * Rules by name. They sum up how Espera's makers read the law, and are no legal advice: a lawyer must confirm that
 * they fit the operation.
 */
export const rulePacks: Readonly<Record<RulePack, CallingRules>> = {
  none: {
    answeredEndsDay: false,
    hours: null,
    says: {
      es: "Ninguna regla además de los horarios de la operación y del skill.",
      en: "No rule beside the hours of the operation and of the skill.",
    },
  },
  // The customer asked for this very call, so the hours of Ley 2300 do not bind it; those of a decent call do.
  "co-servicio": {
    answeredEndsDay: false,
    hours: { week: [...Array(6).fill(hours(7, 21)), hours(8, 20)], onHolidays: hours(8, 20) },
    says: {
      es: "Colombia, devoluciones de servicio que el cliente pidió: de lunes a sábado de 7 a 21, domingos y festivos de 8 a 20. Un abogado debe confirmar que así cumplen con la ley.",
      en: "Colombia, service callbacks that the customer asked for: Monday to Saturday 7 to 21, Sundays and public holidays 8 to 20. A lawyer must confirm that they comply with the law.",
    },
  },
  // Ley 2300 de 2023: its hours, and no second contact on a day on which there was one.
  "co-cobranza": {
    answeredEndsDay: true,
    hours: { week: [...Array(5).fill(hours(7, 19)), hours(8, 15), null], onHolidays: null },
    says: {
      es: "Colombia, cobranza (Ley 2300 de 2023): de lunes a viernes de 7 a 19, sábados de 8 a 15, nunca domingos ni festivos; si el cliente contesta un intento, ese día no se le llama más. Un abogado debe confirmar que así cumple con la ley.",
      en: "Colombia, collections (Ley 2300 de 2023): Monday to Friday 7 to 19, Saturdays 8 to 15, never on Sundays and public holidays; once the customer has picked up an attempt, they are not called again that day. A lawyer must confirm that this complies with the law.",
    },
  },
};

/**
 * The hours in which the pack lets a person be called on a date; `null`: not on that day. Without a bound: the whole
 * day.
 */
export function hoursByPack(pack: RulePack, day: CivilDay): DayHours | null {
  const { hours: bound } = rulePacks[pack];
  if (!bound) return wholeDay;
  return isColombianHoliday(dateOfDay(day)) ? bound.onHolidays : (bound.week[weekdayOf(day)] ?? null);
}

/** From midnight to midnight. */
export const wholeDay: DayHours = { fromMinute: 0, toMinute: 1440 };
