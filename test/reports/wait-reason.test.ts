import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { waitReasonOf } from "../../src/operation/now/wait-reason.ts";
import { ana, Story } from "../line/story.ts";

describe("why an open callback is not being called", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.anaSaysYes();
  });
  const why = () => waitReasonOf(story.state, "c", story.now);

  it("names those on the phone who came before, then that it is called", () => {
    assert.equal(why(), "behind-phone");
    story.serveThoseBefore();
    assert.equal(why(), "being-called");
  });

  it("says that she phones another skill, by which her turn is passed over", () => {
    story.tell({ type: "call-joined", call: "elsewhere", skill: 2, caller: ana });
    story.serveThoseBefore();
    assert.equal(why(), "on-phone");
  });

  it("says what will hold longest: nobody is logged in, or serving is closed", () => {
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "away" });
    assert.equal(why(), "nobody-logged-in");
    story.adopt({ servesPending: false });
    assert.equal(why(), "serving-closed");
  });
});
