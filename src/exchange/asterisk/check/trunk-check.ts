import { type Ami, getvar } from "../ami/actions.ts";
import { stepsOf } from "./dialplan-steps.ts";
import { type Finding, finding } from "./findings.ts";

/** Whether the endpoint that a trunk (`PJSIP/{number}@trunk`) dials is there, and whether a number is shown. */
export async function checkTrunk(ami: Ami, trunk: string, callerId: string | undefined): Promise<Finding[]> {
  const endpoint = /^PJSIP\/[^{}@]*\{(?:number|national)\}@([^/@]+)$/i.exec(trunk)?.[1];
  if (endpoint === undefined) return localTrunk(ami, trunk);
  // The action `PJSIPShowEndpoint` would need the class `system`. Where the functions are not loaded, nothing is said.
  const state = await getvar(ami, `DEVICE_STATE(PJSIP/${endpoint})`);
  if (!state) return [finding("trunk-other", { trunk })];
  if (state === "INVALID") return [finding("trunk-unknown", { endpoint })];
  const option = (name: string) => getvar(ami, `PJSIP_ENDPOINT(${endpoint},${name})`);
  const isReadable = Boolean(await option("context"));
  const shown = [callerId, await option("callerid"), await option("from_user")].some(
    (value) => /\w/.test(value ?? "") && !/^(""\s*)?<?unknown>?$/i.test(value ?? ""),
  );
  return [
    ...(state === "UNAVAILABLE" ? [finding("trunk-unavailable", { endpoint })] : []),
    ...(shown || !isReadable ? [] : [finding("caller-id-lacking", { endpoint })]),
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
