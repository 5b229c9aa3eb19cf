import type { Ami } from "../ami/actions.ts";
import { stepsOf } from "./dialplan-steps.ts";
import { type Finding, finding } from "./findings.ts";

/** Whether the endpoint that a trunk (`PJSIP/{number}@trunk`) dials is there, and whether a number is shown. */
export async function checkTrunk(ami: Ami, trunk: string, callerId: string | undefined): Promise<Finding[]> {
  const endpoint = /^PJSIP\/[^{}@]*\{(?:number|national)\}@([^/@]+)$/i.exec(trunk)?.[1];
  if (endpoint === undefined) return localTrunk(ami, trunk);
  const result = await ami.list("PJSIPShowEndpoint", { Endpoint: endpoint }, "EndpointDetailComplete");
  if (result.outcome !== "answered" || !result.success) return [finding("trunk-unknown", { endpoint })];
  const detail = result.items.find((item) => item.get("Event") === "EndpointDetail");
  const state = detail?.get("DeviceState") ?? "";
  const shown = [callerId, detail?.get("Callerid"), detail?.get("FromUser")].some(
    (value) => /\w/.test(value ?? "") && !/^(""\s*)?<?unknown>?$/i.test(value ?? ""),
  );
  return [
    ...(/^(unavailable|invalid)$/i.test(state) ? [finding("trunk-unavailable", { endpoint })] : []),
    ...(shown ? [] : [finding("caller-id-lacking", { endpoint })]),
  ];
}

/**
 * Whether a `Local/{number}@out` hands on why a call failed: behind its Dial() there must be a Hangup() with the cause, or a busy
 * phone and a wrong number look alike.
 */
async function localTrunk(ami: Ami, trunk: string): Promise<Finding[]> {
  const context = /^Local\/[^@]*@([^/]+)/i.exec(trunk)?.[1];
  if (context === undefined) return [finding("trunk-other", { trunk })];
  const steps = await stepsOf(ami, context);
  if (!steps) return [finding("trunk-context-unknown", { context })];
  const has = (application: string, data = "") =>
    steps.some((step) => step.application === application && step.data.includes(data));
  if (!has("Dial")) return [finding("trunk-other", { trunk })];
  return has("Hangup", "HANGUPCAUSE")
    ? []
    : [finding("trunk-hides-cause", { context, line: `Hangup(\${HANGUPCAUSE})` })];
}
