import type { Ami } from "../ami/actions.ts";
import { type Finding, finding } from "./findings.ts";

/** Whether the endpoint that `trunk` (`PJSIP/{number}@trunk`) dials is there. */
export async function checkTrunk(ami: Ami, trunk: string): Promise<Finding[]> {
  const endpoint = /^PJSIP\/\{number\}@([^/@]+)$/i.exec(trunk)?.[1];
  if (endpoint === undefined) return [finding("trunk-other", { trunk })];
  const result = await ami.list("PJSIPShowEndpoint", { Endpoint: endpoint }, "EndpointDetailComplete");
  if (result.outcome !== "answered" || !result.success) return [finding("trunk-unknown", { endpoint })];
  const detail = result.items.find((item) => item.get("Event") === "EndpointDetail");
  const state = detail?.get("DeviceState") ?? "";
  return /^(unavailable|invalid)$/i.test(state) ? [finding("trunk-unavailable", { endpoint })] : [];
}
