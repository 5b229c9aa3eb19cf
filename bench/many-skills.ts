import { decide } from "../src/line/decide.ts";
import type { Fact } from "../src/line/facts.ts";
import { emptyState, type State } from "../src/line/state.ts";
import { nextWake } from "../src/line/wake.ts";
import { withClocks } from "../src/operation/zone-clocks.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { settings as centre, morning } from "./large-centre.ts";
import { type Bench, median, rounded } from "./measure.ts";
import { everybodyIsOffered } from "./open-callbacks.ts";

const FEW = 4;
const MANY = 200;
const HELD_BY_EACH = 20;

/**
 * A fact is about one skill: what it costs where very many skills hold callbacks, over what it costs where a few do. The
 * facts are the same, of the first skills, with the waking that the core asks for after each. Taken in turns.
 */
export const manySkills: Bench = async ({ quick, say }) => {
  const facts = callsOf(quick ? 100 : 10_000);
  const rounds: { few: number; many: number }[] = [];
  for (let round = 0; round < (quick ? 1 : 9); round++) {
    say(`round ${round + 1}`);
    rounds.push({ few: costOf(holding(FEW), facts), many: costOf(holding(MANY), facts) });
  }
  const ratio = rounded(median(rounds.map(({ few, many }) => many / few)));
  return {
    what: `cost of a fact with ${MANY} skills that all hold callbacks, over that with ${FEW}`,
    ratio,
    bounds: [{ of: "ratio", is: ratio, atMost: 1.5 }],
    figures: {
      manyMicrosecondsEach: rounded(median(rounds.map(({ many }) => many))),
      fewMicrosecondsEach: rounded(median(rounds.map(({ few }) => few))),
      facts: facts.length,
    },
  };
};

const wholeDay = { fromMinute: 0, toMinute: 1_440 };

/** A line in which somebody waits on the phone in each skill, and callbacks behind them. */
function holding(skillCount: number): State {
  const [like] = centre.skills;
  const ids = Array.from({ length: skillCount }, (_, index) => index + 1);
  const settings = {
    ...centre,
    callingHours: Array.from({ length: 7 }, () => wholeDay),
    skills: ids.map((id) => ({ ...like!, id, name: `${id}` })),
  };
  const state = emptyState(settings);
  let at = morning - 3_600_000;
  const tell = (fact: Fact) => decide(state, withClocks(state, fact), everybodyIsOffered);
  tell({ type: "settings-adopted", settings, at });
  for (const skill of ids) {
    tell({ type: "agent-changed", agent: `agent ${skill}`, skills: [skill], status: "busy", at });
    tell({ type: "call-joined", call: `first ${skill}`, skill, caller: callerOf(`first ${skill}`), at });
    for (let n = 0; n < HELD_BY_EACH; n++) {
      at += 1;
      const call = `held ${skill} ${n}`;
      tell({ type: "call-arrived", call, skill, caller: callerOf(call), at });
      tell({ type: "choice-made", call, choice: "yes", source: "key", at });
      tell({ type: "call-ended", call, at });
    }
  }
  return state;
}

/** Calls of the first skills, one after another from their coming to their end. */
function callsOf(count: number): Fact[] {
  const facts: Fact[] = [];
  for (let n = 0; n < count; n++) {
    const skill = 1 + (n % FEW);
    const at = morning + n * 50;
    const [call, agent] = [`call ${n}`, `agent ${skill}`];
    facts.push({ type: "call-joined", call, skill, caller: callerOf(call), at });
    facts.push({ type: "call-rung", call, agent, at: at + 10 });
    facts.push({ type: "call-answered", call, agent, at: at + 20 });
    facts.push({ type: "call-ended", call, at: at + 30 });
  }
  return facts;
}

function callerOf(person: string) {
  return { person, number: "dialable" } as const;
}

/** Microseconds that a fact takes, once the first third of them has warmed up. */
function costOf(state: State, facts: readonly Fact[]): number {
  collectGarbage();
  const warm = Math.floor(facts.length / 3);
  let begin = 0;
  for (const [index, fact] of facts.entries()) {
    if (index === warm) begin = performance.now();
    decide(state, fact, everybodyIsOffered);
    nextWake(state, fact.at);
  }
  return ((performance.now() - begin) * 1_000) / (facts.length - warm);
}
