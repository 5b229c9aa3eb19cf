import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { StatefulSet as StatefulSetModel } from "kubernetes-models/apps/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { ConfigMap, Service } from "kubernetes-models/v1";
import { parse, parseAllDocuments } from "yaml";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { files, read, root } from "./project.ts";

interface Compose {
  readonly services: Record<
    string,
    {
      readonly command?: readonly string[];
      readonly volumes?: readonly string[];
      readonly secrets?: readonly string[];
    }
  >;
  readonly volumes: Record<string, unknown>;
  readonly secrets: Record<string, { readonly file: string }>;
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}
interface StatefulSet extends Manifest {
  readonly spec: {
    readonly serviceName: string;
    readonly template: {
      readonly metadata: { readonly labels: Record<string, string> };
      readonly spec: {
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly volumeMounts: readonly { readonly name: string }[];
        }[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
    readonly volumeClaimTemplates: readonly { readonly metadata: { readonly name: string } }[];
  };
}

/** Where Debian keeps it. */
const HAPROXY = "/usr/sbin/haproxy";

const compose = parse(read("deploy/compose.yaml"), { merge: true }) as Compose;
const manifests = parseAllDocuments(read("deploy/kubernetes/espera.yaml")).map((one) => {
  assert.deepEqual(one.errors, []);
  return one.toJS() as Manifest;
});
const named = (kind: string, name: string) =>
  manifests.find((one) => one.kind === kind && one.metadata.name === name);
const nodes = Object.keys(compose.services).filter((name) => name.startsWith("node"));
const knownOptions = new Set(
  execFileSync(process.execPath, [join(root, "bin/espera.js"), "start", "--help"], {
    encoding: "utf8",
  }).match(/--[a-z-]+/g),
);

test("every manifest for Kubernetes is right by the schema of its kind", () => {
  assert.deepEqual(manifests.map(({ kind }) => kind).toSorted(), [
    "ConfigMap",
    "PodDisruptionBudget",
    "Service",
    "Service",
    "StatefulSet",
  ]);
  for (const manifest of manifests) modelOf(manifest).validate();
  const [first] = manifests;
  assert.throws(() => modelOf({ ...first, data: { "espera.yaml": 1 } } as unknown as Manifest).validate());
});

test("what the stateful set names is there, and its pods are those that services and the budget choose", () => {
  const set = manifests.find(({ kind }) => kind === "StatefulSet") as StatefulSet;
  const { template, volumeClaimTemplates, serviceName } = set.spec;
  assert.ok(named("Service", serviceName));
  const volumes = [...template.spec.volumes, ...volumeClaimTemplates.map(({ metadata }) => metadata)];
  for (const { name } of template.spec.containers.flatMap(({ volumeMounts }) => volumeMounts))
    assert.ok(
      volumes.some((volume) => volume.name === name),
      name,
    );
  const { labels } = template.metadata;
  for (const manifest of manifests) {
    const { selector } = (manifest as { spec?: { selector?: Record<string, unknown> } }).spec ?? {};
    if (selector) assert.deepEqual(selector["matchLabels"] ?? selector, labels, manifest.kind);
  }
});

test("nodes are started with options that espera start has", () => {
  const set = manifests.find(({ kind }) => kind === "StatefulSet") as StatefulSet;
  const unit = /^ExecStart=(\S.*)$/m.exec(read("deploy/node.conf"))![1]!;
  const commands = [
    set.spec.template.spec.containers[0]!.args,
    unit.split(" "),
    ...nodes.map((name) => compose.services[name]!.command!),
  ];
  for (const command of commands) {
    assert.ok(command.includes("start") && command.includes("--node") && command.includes("--node-address"));
    for (const option of command.filter((word) => word.startsWith("--")))
      assert.ok(knownOptions.has(option), option);
  }
});

test("the configurations of deploy/ can be used", () => {
  const { data } = named("ConfigMap", "espera") as Manifest & { data: Record<string, string> };
  for (const text of [read("deploy/espera.yaml"), data["espera.yaml"]!])
    assert.equal(parseConfiguration(text, "espera.yaml").length, 1);
});

test("the composition names only what is there, and the proxy knows each of its nodes", () => {
  const own = new Set(files);
  for (const [name, { volumes = [], secrets = [] }] of Object.entries(compose.services)) {
    for (const [from = ""] of volumes.map((volume) => volume.split(":")))
      assert.ok(from in compose.volumes || own.has(from.replace("./", "deploy/")), `${name}: ${from}`);
    for (const secret of secrets) assert.ok(secret in compose.secrets, secret);
  }
  const servers = [...read("deploy/haproxy.cfg").matchAll(/^ {2}server (\S+) (\S+)$/gm)];
  assert.deepEqual(
    servers.map(([, name, address]) => [name, address]),
    nodes.map((name) => [name, `${name}:8080`]),
  );
});

test("the scripts are shell", () => {
  const scripts = files.filter((file) => /^deploy\/.*\.sh$/.test(file));
  assert.ok(scripts.length > 0);
  for (const script of scripts) execFileSync("bash", ["-n", join(root, script)]);
});

test("the proxy's configuration is one", {
  skip: !existsSync(HAPROXY) && "no runtime: HAProxy is not on this machine",
}, () => {
  execFileSync(HAPROXY, ["-q", "-c", "-f", join(root, "deploy/haproxy.cfg")]);
});

function modelOf({ apiVersion, kind, ...rest }: Manifest): { validate(): void } {
  const known: Record<string, new (given: object) => { validate(): void }> = {
    "v1 ConfigMap": ConfigMap,
    "v1 Service": Service,
    "apps/v1 StatefulSet": StatefulSetModel,
    "policy/v1 PodDisruptionBudget": PodDisruptionBudget,
  };
  const Model = known[`${apiVersion} ${kind}`];
  assert.ok(Model, `${apiVersion} ${kind}`);
  return new Model(rest);
}
