import type { Ami } from "../ami/actions.ts";

/** One step of an extension. */
export interface DialplanStep {
  readonly extension: string;
  readonly application: string;
  readonly data: string;
}

/** The steps of a context; `null` when there is no such context. */
export async function stepsOf(ami: Ami, context: string): Promise<DialplanStep[] | null> {
  const result = await ami.list("ShowDialPlan", { Context: context }, "ShowDialPlanComplete");
  if (result.outcome !== "answered" || !result.success) return null;
  return result.items.map((item) => ({
    extension: item.get("Extension") ?? "",
    application: item.get("Application") ?? "",
    data: item.get("AppData") ?? "",
  }));
}
