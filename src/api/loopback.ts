/**
 * Whether a request comes from a person at this machine: from a loopback address, asking for a loopback name (a page
 * elsewhere may point a name of its own at this machine), and not passed on by a proxy for somebody else. A proxy on
 * the same machine that neither keeps the host nor says for whom it asks cannot be told from that person.
 */
export function isFromThisMachine(
  remoteAddress: string | undefined,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): boolean {
  if (!remoteAddress || !LOOPBACK_ADDRESS.test(remoteAddress)) return false;
  if (forwardingHeaders.some((name) => headers[name] !== undefined)) return false;
  return LOOPBACK_HOST.test(String(headers["host"] ?? ""));
}

const LOOPBACK_ADDRESS = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
const forwardingHeaders = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
];
