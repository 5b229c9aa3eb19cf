import assert from "node:assert/strict";

/** Says that the two differ by no more than that share of the wanted value, or than that absolutely. */
export function within(found: number, wanted: number, relative: number, absolute = 0): void {
  const allowed = relative * Math.abs(wanted) + absolute;
  assert.ok(
    found === wanted || Math.abs(found - wanted) <= allowed,
    `${found}, not ${wanted}: off by ${Math.abs(found - wanted)}, ${Math.abs(found / wanted - 1)} of it`,
  );
}
