import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { files, read, root } from "./project.ts";

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>
  >;
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: { readonly label?: string; readonly value?: string };
  }[];
}

const workflow = parse(read(".github/workflows/ci.yml")) as Workflow;
const forms = files.filter((file) => /^\.github\/ISSUE_TEMPLATE\/(?!config)/.test(file));

describe("where the project is hosted", () => {
  test("each change to the main branch, and each one proposed, runs what must hold", () => {
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    assert.deepEqual(
      steps.flatMap(({ run }) => run ?? []),
      [".ci/run"],
    );
    assert.ok(statSync(join(root, ".ci/run")).mode & 0o100, ".ci/run can be run");
    assert.deepEqual(Object.keys(workflow.on), ["push", "pull_request"]);
  });

  test("a run may only read, and uses no action but the checkout, by its major version", () => {
    assert.deepEqual(workflow.permissions, { contents: "read" });
    const used = Object.values(workflow.jobs).flatMap((job) => job.steps.flatMap(({ uses }) => uses ?? []));
    assert.equal(used.length, 1);
    assert.match(used[0]!, /^actions\/checkout@v\d+$/);
  });

  test("a fault, a wish and a question each have a form in both languages", () => {
    assert.deepEqual(
      forms.map((file) => file.slice(".github/ISSUE_TEMPLATE/".length)),
      ["fault.yml", "question.yml", "wish.yml"],
    );
    for (const file of forms) {
      const { name, description, body } = parse(read(file)) as Form;
      const asked = body.filter(({ type }) => type !== "markdown");
      assert.ok(asked.length > 0 && asked.every(({ type }) => type === "input" || type === "textarea"), file);
      assert.equal(new Set(asked.map(({ id }) => id)).size, asked.length, file);
      for (const text of [name, description, ...asked.map(({ attributes }) => attributes.label)])
        assert.match(text ?? "", / · /, file);
    }
  });

  test("a person who reports a weakness is sent to SECURITY.md first", () => {
    const { body } = parse(read(".github/ISSUE_TEMPLATE/fault.yml")) as Form;
    assert.match(body[0]!.attributes.value ?? "", /SECURITY\.md/);
    assert.ok(files.includes("SECURITY.md"));
  });
});
