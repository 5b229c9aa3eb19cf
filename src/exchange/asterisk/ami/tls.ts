import { isIP } from "node:net";
import { connect, getCACertificates, type TLSSocket } from "node:tls";

/** How to speak TLS with Asterisk's manager. */
export interface AmiTls {
  /** The certificates (PEM) that Asterisk's is to be signed by; without them those that this machine trusts. */
  readonly ca?: string;
  /** The name in Asterisk's certificate, where it is another one than the host's. */
  readonly serverName?: string;
}

/** Why TLS could not be agreed on. */
export type TlsEnd = "not-tls" | "tls-unknown-ca" | "tls-wrong-name" | "tls-expired" | "tls-refused";

/** A connection that is verified: a peer without a trusted certificate for the host is not spoken to. */
export function connectTls(host: string, port: number, { ca, serverName }: AmiTls): TLSSocket {
  const name = serverName ?? (isIP(host) === 0 ? host : undefined);
  return connect({
    host,
    port,
    ca: ca ?? [...getCACertificates("default"), ...getCACertificates("system")],
    ...(name === undefined ? {} : { servername: name }),
  }).setNoDelay(true);
}

/** What an error of a connection says of TLS; `null` when it says nothing. */
export function tlsEnd(code: string): TlsEnd | null {
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") return "not-tls";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "tls-wrong-name";
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return "tls-expired";
  if (UNKNOWN_CA.has(code)) return "tls-unknown-ca";
  return code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code.startsWith("CERT_")
    ? "tls-refused"
    : null;
}

/** Whether TLS is spoken at an address; what certificate it is with does not matter. */
export function speaksTls(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: PROBE_MS });
    const settle = (speaks: boolean) => {
      socket.destroy();
      resolve(speaks);
    };
    socket.on("secureConnect", () => settle(true));
    socket.on("timeout", () => settle(false));
    socket.on("error", () => settle(false));
    socket.on("end", () => settle(false));
  });
}

const UNKNOWN_CA: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
const PROBE_MS = 2_000;
