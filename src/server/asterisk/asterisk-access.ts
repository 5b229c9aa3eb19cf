import { readFile } from "node:fs/promises";
import type { ConfiguredAsterisk } from "../../configuration/configuration.ts";
import type { AmiTls } from "../../exchange/asterisk/ami/tls.ts";
import { Fault } from "../../faults/faults.ts";
import { asteriskSecret } from "./asterisk-secret.ts";

/** What opens Asterisk's manager. */
export interface AsteriskAccess {
  readonly secret: string;
  /** Left out: in the clear. */
  readonly tls?: AmiTls;
}

/** Reads the secret and the certificates that the configuration names. Faults: those of the secret, `asterisk-ca-unreadable`. */
export async function asteriskAccess(
  ami: ConfiguredAsterisk["ami"],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<AsteriskAccess> {
  const secret = await asteriskSecret(ami, environment);
  if (ami.tls === false) return { secret };
  const { ca, serverName } = ami.tls === true ? {} : ami.tls;
  return {
    secret,
    tls: {
      ...(ca === undefined ? {} : { ca: await certificatesIn(ca) }),
      ...(serverName === undefined ? {} : { serverName }),
    },
  };
}

async function certificatesIn(file: string): Promise<string> {
  const unreadable = (problem: string, cause?: unknown) =>
    new Fault("asterisk-ca-unreadable", { file, problem }, { cause });
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw unreadable(error.code ?? error.message, error);
  });
  if (!text.includes("-----BEGIN CERTIFICATE-----")) throw unreadable("no certificate in it");
  return text;
}
