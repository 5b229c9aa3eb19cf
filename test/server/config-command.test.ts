import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, it } from "node:test";
import { espera, MAIN } from "./command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-config-"));
after(() => rmSync(folder, { recursive: true }));

const CONFIGURATION = `
operations:
  - name: clinic
    timeZone: America/Bogota
    skills:
      - { id: 1, name: desk, target: 80 % in 20 s, offerAfterS: 45 }
      - { id: 2, name: lab, smartWait: off, openingHours: 08:00-18:00 }
    exchange:
      simulated:
        historyDays: 0
        traffic: [{ skill: 1, callsPerDay: 0, meanHandleS: 60, meanPatienceS: 60 }]
        agents: [{ count: 1, skills: [1], shift: "00:00-24:00", wrapUpS: 5 }]
`;

function written(text: string): string {
  const file = join(folder, "espera.yaml");
  writeFileSync(file, text);
  return file;
}

describe("espera config check", () => {
  it("shows the skills of a configuration that is right", async () => {
    const file = written(CONFIGURATION);
    const { code, out, err } = await espera(["config", "check", "--data", folder, "--lang", "en"]);
    assert.deepEqual([code, err], [0, ""]);
    const [which, , where, , header, , desk, lab, , right] = out.split("\n");
    assert.equal(which, `Configuration: ${file}`);
    assert.equal(where, "clinic (America/Bogota), simulated exchange");
    assert.match(header!, /^id +name +smartWait +target +offerAfterS /);
    assert.match(desk!, /^ *1 +desk +on +80 % in 20 s +45 +place +- /);
    assert.match(lab!, /^ *2 +lab +off +80 % in 20 s +30 +place +08:00-18:00 /);
    assert.equal(right, "The configuration is right.");
  });

  it("warns of a secret that everybody may read, and says how that ends", {
    skip: process.platform === "win32",
  }, async () => {
    const secretFile = join(folder, "ami-secret");
    writeFileSync(secretFile, "secret\n");
    const onAsterisk = (ami: string) =>
      written(`
operations:
  - name: clinic
    timeZone: America/Bogota
    skills: [{ id: 1, name: desk }]
    exchange:
      asterisk:
        ami: { ${ami} }
        trunk: PJSIP/{number}@trunk
        queues: [{ queue: desk, skill: 1 }]
`);
    const warned = async () =>
      (await espera(["config", "check", "--data", folder, "--lang", "en"])).out
        .split("\n")
        .filter((line) => line.includes("secret"));
    const file = onAsterisk(`secretFile: ${secretFile}`);
    chmodSync(secretFile, 0o644);
    assert.deepEqual(await warned(), [
      `Everybody on this machine may read ${secretFile}, and there is a secret in it. Take that right away: chmod o-r ${secretFile}`,
    ]);
    chmodSync(secretFile, 0o640);
    assert.deepEqual(await warned(), []);
    onAsterisk("secret: in-the-clear");
    chmodSync(file, 0o644);
    assert.equal((await warned()).length, 1);
    chmodSync(file, 0o600);
    assert.deepEqual(await warned(), []);
  });

  it("gives the skills of all operations as a CSV", async () => {
    const two = `${CONFIGURATION}${CONFIGURATION.replace("\noperations:\n", "").replace("clinic", "shop")}`;
    written(two);
    const { code, out, err } = await espera(["config", "check", "--data", folder, "--csv"]);
    assert.deepEqual([code, err], [0, ""]);
    const [header, ...rows] = out.trim().split("\n");
    assert.match(header!, /^operation,id,name,smartWait,target,/);
    assert.deepEqual(
      rows.map((row) => row.split(",").slice(0, 3).join()),
      ["clinic,1,desk", "clinic,2,lab", "shop,1,desk", "shop,2,lab"],
    );
  });

  it("says of one that is not right what is wrong, in which line, and what to do", async () => {
    const file = written(CONFIGURATION.replace("80 %", "eighty").replace("offerAfterS", "offerafterS"));
    const { code, out, err } = await espera(["config", "check", "--config", file, "--data", folder]);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^La configuración .*espera\.yaml no se puede usar\. Corrija esto:\n/);
    assert.match(err, /espera\.yaml:6: operations\[0\]\.skills\[0\]\.target: escríbalo como "80 % en 20 s"/);
    assert.match(err, /espera\.yaml:6: .*offerafterS: .*offerAfterS/);
  });

  it("says that there is none, and how to begin one", async () => {
    const { code, out } = await espera(["config", "check", "--data", join(folder, "none"), "--lang", "es"]);
    assert.equal(code, 0);
    assert.match(
      out,
      /^Sin espera\.yaml: esta es la demostración\. .*espera config example > espera\.yaml\n/,
    );
  });
});

describe("a server that gets SIGHUP", () => {
  it("says which configuration it read, then which settings of which skill changed, from what to what", async (t) => {
    const file = written(CONFIGURATION);
    const { LANG: _, LC_ALL: __, LC_MESSAGES: ___, ...inherited } = process.env;
    const child = spawn(process.execPath, [MAIN, "start", "--data", folder, "--port", "0"], {
      env: { ...inherited, ESPERA_LOG: "silent", LANG: "en_US.UTF-8" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    t.after(() => child.kill("SIGKILL"));
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const complaints = createInterface(child.stderr)[Symbol.asyncIterator]();
    const next = async (from: AsyncIterator<string>) => (await from.next()).value;
    assert.match(await next(lines), /^Espera .* http/);
    assert.equal(await next(lines), "  clinic (simulated: no real calls)");
    assert.equal(await next(lines), `  Configuration: ${file}`);
    assert.match(await next(lines), /^ {2}Live figures: http:\/\/[^/]+\/$/);
    assert.match(
      await next(lines),
      /^ {2}Nobody can sign in yet\. .*espera user create NAME --role administrator$/,
    );
    written(
      CONFIGURATION.replace("offerAfterS: 45", "offerAfterS: 60").replace("smartWait: off", "smartWait: on"),
    );
    child.kill("SIGHUP");
    assert.equal(await next(lines), "clinic  desk  offerAfterS: 45 → 60");
    assert.equal(await next(lines), "clinic  lab  smartWait: off → on");
    child.kill("SIGHUP");
    assert.equal(await next(lines), "The configuration was read: nothing changed.");
    written("operations: none");
    child.kill("SIGHUP");
    assert.match(await next(complaints), /^The configuration .* cannot be used/);
    const closed = once(child, "close");
    child.kill("SIGTERM");
    assert.deepEqual(await closed, [0, null]);
  });
});
