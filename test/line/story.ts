import { type Decision, decide } from "../../src/line/decide.ts";
import type { FactBody } from "../../src/line/facts.ts";
import type { Settings, SkillSettings } from "../../src/line/settings.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { withClocks } from "../../src/operation/zone-clocks.ts";
import { monday, settings } from "./generated-settings.ts";

export const ana = { person: "ana", number: "dialable" } as const;
export const MINUTE_MS = 60_000;

/** A skill that is answered every half minute by one agent, who is busy. */
export class Story {
  readonly state: State = emptyState(settings);
  now = monday;

  constructor() {
    this.serve();
  }

  /** Ten are answered, one every half minute. */
  serve(): void {
    this.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    for (let answered = 0; answered < 10; answered++) {
      const call = `earlier${answered} ${this.now}`;
      const caller = { person: `earlier${answered}`, number: "dialable" } as const;
      this.tell({ type: "call-joined", call, skill: 1, caller });
      this.tell({ type: "call-answered", call, agent: "a1" });
      this.after(30_000);
      this.tell({ type: "call-ended", call });
    }
    this.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
  }

  /** Other settings for skill 1, and for the operation. */
  adopt(
    skill: Partial<Omit<SkillSettings, "dialogue">> & { dialogue?: Partial<SkillSettings["dialogue"]> },
    operation: Partial<Settings> = {},
  ): void {
    const skills = this.state.settings.skills.map((one) =>
      one.id === 1 ? { ...one, ...skill, dialogue: { ...one.dialogue, ...skill.dialogue } } : one,
    );
    this.tell({ type: "settings-adopted", settings: { ...this.state.settings, ...operation, skills } });
  }

  after(ms: number): void {
    this.now += ms;
  }

  tell(fact: FactBody): Decision {
    return decide(this.state, withClocks(this.state, { ...fact, at: this.now }));
  }

  wait(count: number): void {
    for (let index = 0; index < count; index++) {
      const caller = { person: `before${index}`, number: "dialable" } as const;
      this.tell({ type: "call-joined", call: `before${index}`, skill: 1, caller });
      this.after(1_000);
    }
  }

  /** Ana arrives behind two others, is asked, and says yes. */
  anaSaysYes(): void {
    this.wait(2);
    this.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    this.tell({ type: "question-began", call: "c" });
    this.after(5_000);
    this.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    this.tell({ type: "call-ended", call: "c" });
  }

  /** Those before her are answered, and her turn comes; then an agent is free for her. */
  serveThoseBefore(): Decision {
    this.after(3_000);
    this.tell({ type: "call-rung", call: "before0", agent: "a1" });
    this.tell({ type: "call-rung", call: "before1", agent: "a1" });
    return this.agentIsFree();
  }

  /** An agent who was not there before waits for a call. */
  agentIsFree(agent = "a2"): Decision {
    return this.tell({ type: "agent-changed", agent, skills: [1], status: "free" });
  }
}
