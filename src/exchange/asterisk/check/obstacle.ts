import type { AmiOptions } from "../ami/connection.ts";
import type { LinkEnd } from "../ami/link.ts";
import { type Finding, type FindingCode, finding } from "./findings.ts";

/** Why Asterisk's manager could not be had. */
export function obstacle(
  why: LinkEnd,
  { host, port, username, tls }: Pick<AmiOptions, "host" | "port" | "username" | "tls">,
): Finding {
  return finding(obstacles[why], { host, port, username, name: tls?.serverName ?? host });
}

const obstacles: Readonly<Record<LinkEnd, FindingCode>> = {
  unreachable: "ami-unreachable",
  silent: "ami-silent",
  "login-slow": "ami-silent",
  "ping-unanswered": "ami-silent",
  "hung-up": "ami-hung-up",
  closed: "ami-hung-up",
  renewed: "ami-hung-up",
  stopped: "ami-hung-up",
  "not-ami": "ami-other",
  "login-refused": "ami-refused",
  "peer-tls": "ami-speaks-tls",
  "not-tls": "ami-speaks-no-tls",
  "tls-unknown-ca": "ami-tls-unknown-ca",
  "tls-wrong-name": "ami-tls-wrong-name",
  "tls-expired": "ami-tls-expired",
  "tls-refused": "ami-tls-refused",
};
