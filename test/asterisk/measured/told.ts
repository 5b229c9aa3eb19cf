import type { ManagerMessage } from "../bed/manager.ts";
import type { PhoneCall } from "../bed/phone-call.ts";

/** The events of these names, as `Name value value` with the values of the headers named. */
export function told(
  events: readonly ManagerMessage[],
  names: Readonly<Record<string, readonly string[]>>,
): string[] {
  return events.flatMap((event) => {
    const name = event["Event"] ?? "";
    const headers = names[name];
    return headers === undefined ? [] : [[name, ...headers.map((header) => event[header] ?? "-")].join(" ")];
  });
}

/** What Asterisk notified a phone of after its REFER, such as `SIP/2.0 200 OK`. */
export function notified(call: PhoneCall): string[] {
  return call.messages
    .filter(({ method, sent, status }) => method === "NOTIFY" && !sent && status === undefined)
    .map(({ text }) => text.match(/^SIP\/2\.0 .*$/m)?.[0].trim() ?? "");
}
