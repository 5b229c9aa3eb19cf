import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { AmiConnection } from "../../../src/exchange/asterisk/ami/connection.ts";
import type { AmiTls } from "../../../src/exchange/asterisk/ami/tls.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { realClock } from "../../../src/time/real-clock.ts";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { AmiPeer, secret } from "./ami-peer.ts";
import { Authority, type Certificate } from "./certificates.ts";

const limit = { timeout: HANGS_AFTER_MS };
const authority = await Authority.begin();
const skip = authority === null && "this machine has no openssl";

/** What the first try to connect to a fake Asterisk came to. */
async function firstTry(
  t: TestContext,
  { peer: certificate, tls, host = "127.0.0.1" }: { peer?: Certificate; tls?: AmiTls; host?: string },
): Promise<string> {
  const peer = new AmiPeer(certificate);
  const port = await peer.listen();
  const { promise, resolve } = Promise.withResolvers<string>();
  const ami = new AmiConnection(
    {
      host,
      port,
      username: "espera",
      secret,
      loginWithinMs: 2_000,
      clock: realClock,
      random: new RandomSource("tls").stream("ami"),
      ...(tls ? { tls } : {}),
    },
    { connected: () => resolve("connected"), lost: resolve, failed: resolve, event: () => {} },
  );
  t.after(async () => {
    ami.stop();
    await peer.close();
  });
  ami.start();
  return promise;
}

test("with the authority's certificate and the right name it is connected, by address or by name", {
  ...limit,
  skip,
}, async (t) => {
  const { ca } = authority!;
  const byAddress = await authority!.sign("127.0.0.1");
  assert.equal(await firstTry(t, { peer: byAddress, tls: { ca } }), "connected");
  const byName = await authority!.sign("localhost");
  assert.equal(await firstTry(t, { peer: byName, tls: { ca }, host: "localhost" }), "connected");
  const otherName = await authority!.sign("asterisk.example");
  assert.equal(
    await firstTry(t, { peer: otherName, tls: { ca, serverName: "asterisk.example" } }),
    "connected",
  );
});

test("a certificate that proves nothing is reported with what is wrong with it", {
  ...limit,
  skip,
}, async (t) => {
  const { ca } = authority!;
  const good = await authority!.sign("127.0.0.1");
  assert.equal(await firstTry(t, { peer: good, tls: {} }), "tls-unknown-ca");
  const other = await authority!.sign("asterisk.example");
  assert.equal(await firstTry(t, { peer: other, tls: { ca } }), "tls-wrong-name");
  const old = await authority!.sign("127.0.0.1", -1);
  assert.equal(await firstTry(t, { peer: old, tls: { ca } }), "tls-expired");
});

test("a plain client at a TLS port, and one that speaks TLS at a plain port, read why", {
  ...limit,
  skip,
}, async (t) => {
  assert.equal(await firstTry(t, { peer: await authority!.sign("127.0.0.1") }), "peer-tls");
  assert.equal(await firstTry(t, { tls: { ca: authority!.ca } }), "not-tls");
});

after(() => authority?.end());
