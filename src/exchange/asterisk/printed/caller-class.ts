import type { CallerClass } from "../../../line/settings.ts";

/** The channel variable by which a site names a caller's class, and the one in which the dialplan keeps its credit, s. */
export const CLASS_VARIABLE = "ESPERA_CLASS";
export const CREDIT_VARIABLE = "ESPERA_CREDIT";
/** The user event with which the dialplan reports the class of a call. */
export const CLASS_EVENT = "EsperaClass";

/** A class as the dialplan has it, for spreading into a report: nothing where it gave no credit. */
export function classOf(
  name: string | null | undefined,
  creditS: string | null | undefined,
): { readonly class?: CallerClass } {
  if (!name || !/^[1-9]\d{0,4}$/.test(creditS ?? "")) return {};
  return { class: { name, creditMs: Number(creditS) * 1000 } };
}
