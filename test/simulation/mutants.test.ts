import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mutants } from "./mutants/mutants.ts";
import { searchFor } from "./mutants/search.ts";

/** Stories change as Espera does: where the known one does not find a mutant any more, these are looked at as well. */
const OTHER_STORIES = 60;

describe("the judge finds what is wrong with Espera: it is found when", () => {
  for (const mutant of mutants)
    it(mutant.name, async () => {
      const caught = await searchFor(mutant, [mutant.seed, ...Array(OTHER_STORIES).keys()]);
      assert.ok(caught, `npm run test:mutants looks for it in more stories than ${OTHER_STORIES}`);
    });
});
