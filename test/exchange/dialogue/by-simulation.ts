import type { DialogueScript } from "../../../src/exchange/dialogue/dialogue-run.ts";
import { defaultOptions } from "../../../src/exchange/simulated/options.ts";
import { Dialogue } from "../../../src/exchange/simulated/people/dialogue.ts";
import type { Person } from "../../../src/exchange/simulated/person.ts";
import type { PhoneCall } from "../../../src/exchange/simulated/phone-call.ts";
import { Service } from "../../../src/exchange/simulated/queue/service.ts";
import { ReturnLegs } from "../../../src/exchange/simulated/return-legs.ts";
import { type Listeners, SimulatedVoice } from "../../../src/exchange/simulated/simulated-voice.ts";
import { spokenMs } from "../../../src/exchange/simulated/spoken-length.ts";
import { Switchboard } from "../../../src/exchange/simulated/switchboard.ts";
import { Redialling } from "../../../src/exchange/simulated/traffic/redialling.ts";
import type { OfferDialogue, ReturnDialogue } from "../../../src/line/commands.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { caller, returnCall } from "../under-test.ts";
import { AT_ONCE_MS, DIGIT_AFTER_MS, inReport, isAccepted, lastsMs, type Step } from "./paths.ts";

/** A person who takes one way through the dialogue. */
class OneWay extends SimulatedVoice {
  readonly #person: Person;

  constructor(switchboard: Switchboard, steps: readonly Step[]) {
    super(switchboard);
    let next = 0;
    this.#person = () => {
      const { act, move } = steps[next++]!;
      if (move === "nothing") return null;
      if (typeof move === "string") return { does: move, afterMs: AT_ONCE_MS };
      const afterMs =
        act.act === "digits"
          ? spokenMs([act.says], 0) + move.keys.length * DIGIT_AFTER_MS
          : lastsMs(act, move);
      return { does: "press", keys: move.keys, afterMs };
    };
  }

  override play<T>(call: PhoneCall, script: DialogueScript<T>, listeners: Listeners<T>): void {
    super.play(call, script, { ...listeners, person: this.#person });
  }
}

function hallOf(steps: readonly Step[]) {
  const clock = new VirtualClock(0);
  const switchboard = new Switchboard(clock, defaultOptions, new RandomSource(1), null);
  const voice = new OneWay(switchboard, steps);
  const service = new Service([], switchboard);
  const redialling = new Redialling(switchboard, () => undefined);
  return { clock, switchboard, voice, service, redialling };
}

/** What the dialogue does not report: the end of the call does, or there is no room in the queue. */
const AFTERWARDS: ReadonlySet<string> = new Set(["hung-up", "turned-away"]);

/** What the simulated exchange reports of a caller who is asked. */
export async function askedBySimulation(
  steps: readonly Step[],
  { dialogue, number }: { readonly dialogue: OfferDialogue; readonly number: string | null },
): Promise<string[]> {
  const { clock, switchboard, voice, service, redialling } = hallOf(steps);
  const inbound = new Dialogue(switchboard, voice, service, redialling);
  const facts: string[] = [];
  switchboard.listen((report) => {
    if (report.type === "number-keyed") {
      facts.push(`${clock.now()} keyed ${report.number}`);
      inbound.judge(switchboard.calls.get(report.call)!, isAccepted(report.number));
    } else if (report.type === "choice-made") {
      facts.push(`${clock.now()} ${inReport(report)}`);
    }
  });
  inbound.arrive(caller("a", 0, { number }));
  inbound.offer(switchboard.calls.get("a")!, { type: "offer", call: "a", skill: 1, place: 0, dialogue });
  await clock.run(300_000);
  return facts;
}

/** What the simulated exchange reports of the person who picks up a return call. */
export async function returnedBySimulation(
  steps: readonly Step[],
  dialogue: ReturnDialogue,
): Promise<string[]> {
  const { clock, switchboard, voice, service, redialling } = hallOf(steps);
  const customer = { handleMs: 1, returnCall: () => returnCall() };
  const legs = new ReturnLegs(switchboard, voice, service, redialling, () => customer);
  const facts: string[] = [];
  let pickedUpAt = 0;
  switchboard.listen((report) => {
    if (report.type !== "attempt-progressed" || report.progress === "ringing") return;
    if (report.progress === "answered") pickedUpAt = clock.now();
    else if (!AFTERWARDS.has(report.progress)) facts.push(`${clock.now() - pickedUpAt} ${inReport(report)}`);
  });
  legs.dial({
    type: "dial",
    attempt: "a~1",
    callback: "a",
    person: "p",
    skill: 1,
    place: 0,
    ringForMs: 20_000,
    number: "+573001234567",
    dialogue,
  });
  await clock.run(300_000);
  return facts;
}
