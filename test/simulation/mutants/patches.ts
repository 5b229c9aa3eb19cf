import type { Found } from "./injected.ts";

/**
 * A text that must be exactly once in the files of a folder, and what stands there instead: it does not matter in which
 * file it is.
 */
export interface Patch {
  readonly within: string;
  readonly find: string;
  readonly replace: string;
}

/** Each is one thing wrong in Espera, or in the phone system that it relies on. */
export const patches: readonly (Found & { readonly patch: Patch })[] = [
  {
    name: "a clock that was set is believed at once",
    says: "before its time had come",
    rule: 5,
    seed: 41,
    patch: { within: "src/time/", find: "const STEP_MS = 2_000;", replace: "const STEP_MS = 1e12;" },
  },
  {
    name: "what was believed of the clock is forgotten at a restart",
    says: "before its time had come",
    rule: 5,
    seed: 41,
    patch: { within: "src/time/", find: "if (now?.id !== boot) return;", replace: "if (boot) return;" },
  },
  {
    name: "the disk is not told to keep what is written",
    says: "was said to be durable",
    rule: 5,
    seed: 22,
    patch: {
      within: "src/journal/sqlite/database/",
      find: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint",
      replace: "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint",
    },
  },
  {
    name: "a promise is said while the callback is still being written",
    says: "before their callback was durable",
    rule: 5,
    seed: 5,
    patch: {
      within: "src/operation/",
      find: "    await this.#writer.commit();\n    for (const step of steps)",
      replace:
        '    for (const one of commands) if (one.type === "thank") this.#given.exchange.execute(one);\n    await this.#writer.commit();\n    for (const step of steps)',
    },
  },
  {
    name: "a supervisor is answered while what became of their order is still being written",
    says: "before that was durable",
    rule: 5,
    seed: 9,
    patch: {
      within: "src/operation/",
      find: "    await this.#writer.commit();\n    for (const step of steps)",
      replace:
        "    for (const step of steps) this.#orders.durable(step);\n    await this.#writer.commit();\n    for (const step of steps)",
    },
  },
  {
    name: "what may still ring is dialled again at a restart",
    says: "times to dial",
    rule: 2,
    seed: 7,
    patch: {
      within: "src/line/",
      find: "[...commands, ...outstanding(state)]",
      replace:
        '[...commands, ...outstanding(state), ...[...state.callbacks.values()].flatMap((one): Command[] => one.phase === "dialling" ? [{ type: "dial", attempt: one.id + "~" + one.attempts, callback: one.id, person: one.person, skill: one.skill, place: one.place, ringForMs: 20_000, dialogue: { name: null, laterMs: [] } }] : [])]',
    },
  },
  {
    name: "how often a number was dialled does not matter",
    says: "times in a day",
    rule: 7,
    seed: 53,
    patch: {
      within: "src/operation/",
      find: "dialled > settings.limits.diallingsPerNumber",
      replace: "dialled < 0",
    },
  },
  {
    name: "a return call that is never heard of is waited for without end",
    says: "is open long after everything",
    rule: 6,
    seed: 82,
    patch: {
      within: "src/line/",
      find: "      return pickedUpWithinMs(state.settings);",
      replace: "      return null;",
    },
  },
  {
    name: "treatments are counted beside the events",
    says: "verify: counts",
    rule: 5,
    seed: 1,
    patch: {
      within: "src/journal/",
      find: "if (event.again) changes.calls.patch(event.call, { asked_again_at: at });",
      replace:
        "if (event.again) { changes.calls.patch(event.call, { asked_again_at: at }); countOf(changes, event.skill, event.arrivedAt).treatment++; }",
    },
  },
  {
    name: "who is tried again soon goes to the end of the line",
    says: "who came earlier",
    rule: 3,
    seed: 212,
    patch: {
      within: "src/line/",
      find: "place: keeps ? callback.place : Math.max(callback.place, notBefore),",
      replace: "place: notBefore,",
    },
  },
  {
    name: "who asked for a later time stands before those who came before it",
    says: "who came earlier",
    rule: 3,
    seed: 16,
    patch: {
      within: "src/line/",
      find: "    place: Math.max(notBefore, callback.place),\n    why,\n",
      replace: "    place: callback.place,\n    why,\n",
    },
  },
  {
    name: "somebody who waits to be called is asked again",
    says: "while callback",
    rule: 5,
    seed: 0,
    patch: {
      within: "src/line/",
      find: 'if (openCallbackOf(out.state, call.person, call.skill)) return "already-registered";',
      replace: "",
    },
  },
  {
    name: "calling hours are not looked at",
    says: "calling hours",
    rule: 2,
    seed: 7,
    patch: {
      within: "src/line/",
      find: "    overlap(weekday(settings.callingHours, day), hoursByPack(pack, day));",
      replace: "    overlap(wholeDay, hoursByPack(pack, day));",
    },
  },
  {
    name: "the hours of a rule pack are not looked at",
    says: "calling hours",
    rule: 2,
    seed: 3,
    patch: {
      within: "src/line/",
      find: "  if (!bound) return wholeDay;",
      replace: "  if (day) return wholeDay;\n  if (!bound) return wholeDay;",
    },
  },
  {
    name: "who picked up is called again on that day under the rules for collections",
    says: "on the day on which",
    rule: 2,
    seed: 30,
    patch: {
      within: "src/line/",
      find: "if (!rulePacks[pack].answeredEndsDay) return null;",
      replace: "if (rulePacks[pack]) return null;",
    },
  },
  {
    name: "a skill that calls nobody back does",
    says: "while its skill called nobody back",
    rule: 2,
    seed: 7,
    patch: {
      within: "src/line/",
      find: "if (line.agents.size === 0 || skill?.servesPending === false) return [];",
      replace: "if (line.agents.size === 0) return [];",
    },
  },
  {
    name: "a callback is dialled while all agents are busy",
    says: "was dialled while every agent was busy",
    rule: 8,
    seed: 0,
    patch: {
      within: "src/line/",
      find: "freeAgents + dialAheadRank(expectedReleases, kappa),",
      replace: "Math.max(1, freeAgents + dialAheadRank(expectedReleases, kappa)),",
    },
  },
  {
    name: "the exchange is not told to let go of an agent that nobody wants any more",
    says: "which wanted none any more",
    rule: 8,
    seed: 4,
    patch: {
      within: "src/line/",
      find: '      out.command({ type: "release", callback, skill: line.id });\n',
      replace: "",
    },
  },
  {
    name: "the exchange holds an agent on though Espera is gone",
    says: "while nobody said so any more",
    rule: 8,
    seed: 11,
    patch: {
      within: "src/exchange/simulated/",
      find: "    const lapses = this.#switchboard.after(forMs, () => this.letGo(callback));",
      replace: "    const lapses = this.#switchboard.after(forMs * 9, () => this.letGo(callback));",
    },
  },
  {
    name: "what is left when a skill closes goes on where it was to end",
    says: "was to end when its skill closed",
    rule: 5,
    seed: 430,
    patch: {
      within: "src/line/",
      find: 'if (rule === "end" || notBefore === undefined) {',
      replace: "if (notBefore === undefined) {",
    },
  },
  {
    name: "who phones while they are to be called back is not recognised",
    says: "who came earlier",
    rule: 3,
    seed: 0,
    patch: {
      within: "src/line/",
      find: "  return caller.shared ? undefined : openCallbackOf(state, caller.person, skill);",
      replace: "  return caller.shared || state ? undefined : openCallbackOf(state, caller.person, skill);",
    },
  },
  {
    name: "a phone rings for two skills at once",
    says: "still on that phone",
    rule: 2,
    seed: 222,
    patch: {
      within: "src/line/",
      find: "  if (shared) return false;\n  if (state.callsOf.has(person)) return true;",
      replace: "  if (id) return false;\n  if (shared || state.callsOf.has(person)) return true;",
    },
  },
  {
    name: "a callback that is cancelled while its phone rings goes on",
    says: "had cancelled it",
    rule: 2,
    seed: 258,
    patch: {
      within: "src/line/",
      find: '  snoozed: "put-off",\n  cancelled,\n  erased,\n  duplicate: "stay",',
      replace: '  snoozed: "put-off",\n  cancelled: "stay",\n  erased,\n  duplicate: "stay",',
    },
  },
  {
    name: "a person who picks up at another number hears the caller's name",
    says: "at another number before its key",
    rule: 7,
    seed: 6,
    patch: {
      within: "src/line/",
      find: 'callback.otherNumber ? "after-key" : "first"',
      replace: 'callback.otherNumber ? "first" : "after-key"',
    },
  },
  {
    name: "how often a number was registered today is forgotten with the process",
    says: "knew something else",
    rule: 5,
    seed: 2,
    patch: {
      within: "src/line/",
      find: "  for (const [person, tally] of people) state.today.people.set(person, tally);\n",
      replace: "  void people;\n",
    },
  },
  {
    name: "how often a number was registered today does not matter",
    says: "callbacks of a day",
    rule: 7,
    seed: 5,
    patch: {
      within: "src/line/",
      find: 'return registered + theirs.length >= settings.limits.perNumberPerDay ? "number-limit" : null;',
      replace: 'return registered < 0 ? "number-limit" : null;',
    },
  },
  {
    name: "who is erased while they are on the phone is promised a call",
    says: "(number-invalid) and was never tried",
    rule: 5,
    seed: 292,
    patch: {
      within: "src/line/",
      find: '  if (isNamedByCalls(state, person)) out.event({ type: "caller-erased", person });\n',
      replace: "  void isNamedByCalls;\n",
    },
  },
  {
    name: "who was erased is known again by the number that their phone call shows",
    says: "is kept although its person had been erased",
    rule: 7,
    seed: 16,
    patch: {
      within: "src/line/",
      find: '  if (call) return callerOf(call);\n  return state.closed.has(visit) || partsOfAttempt(visit) ? "gone" : "new";\n',
      replace: '  return call || partsOfAttempt(visit) ? "new" : "new";\n',
    },
  },
  {
    name: "any number may be keyed",
    says: "to a number that the rules refuse",
    rule: 7,
    seed: 2,
    patch: {
      within: "src/line/",
      find: 'if (person === null || callee.number !== "dialable") return false;',
      replace: "if (person === null) return false;",
    },
  },
  {
    name: "somebody is asked in the queue whose turn is near",
    says: "was asked in the queue",
    rule: 4,
    seed: 56,
    patch: {
      within: "src/line/",
      find: "ahead < queueOffers.leastAhead",
      replace: "ahead < 0",
    },
  },
  {
    name: "a caller who was asked is offered a call twice",
    says: "was offered a call twice",
    rule: 1,
    seed: 0,
    patch: {
      within: "src/line/",
      find: "passedFor !== null && !passedOn && offers === 0",
      replace: "!passedOn",
    },
  },
  {
    name: "a caller is asked a third time",
    says: "asked 3 times",
    rule: 1,
    seed: 35,
    patch: {
      within: "src/line/",
      find: "const MOST_OFFERS = 2;",
      replace: "const MOST_OFFERS = 9;",
    },
  },
  {
    name: "a caller who phones again is drawn again",
    says: "was held out",
    rule: 4,
    seed: 0,
    patch: {
      within: "src/operation/",
      find: "const day = localDateOf(at, known.state.settings.timeZone);",
      replace: "const day = localDateOf(at, known.state.settings.timeZone) + at;",
    },
  },
  {
    name: "who is held out is asked once they wait in the queue",
    says: "was held out",
    rule: 4,
    seed: 2,
    patch: {
      within: "src/line/",
      find: 'return moment === "asked-for" ? offered : ',
      replace: 'return moment !== "arrival" ? offered : ',
    },
  },
  {
    name: "callers of a skill in shadow are asked",
    says: "while smart wait was shadow",
    rule: 4,
    seed: 16,
    patch: {
      within: "src/line/",
      find: '  if (settings.smartWait === "shadow") return pass("shadow", inputs);\n',
      replace: "",
    },
  },
  {
    name: "the phone system waits for Espera without end",
    says: "was kept for",
    rule: 4,
    seed: 3,
    patch: {
      within: "src/exchange/simulated/",
      find: "    this.#switchboard.next(call, watchdogMs, () => this.#enter(call, call.place));",
      replace: "    this.#switchboard.next(call, watchdogMs * 1e6, () => this.#enter(call, call.place));",
    },
  },
  {
    name: "how long they talk is not billed",
    says: "diagram_3 bills",
    rule: 1,
    seed: 0,
    patch: {
      within: "src/journal/",
      find: "sum(coalesce(talk_ended_at, ended_at) -",
      replace: "sum(ended_at -",
    },
  },
  {
    name: "a talk of which nobody said when it ended ends when that is noticed",
    says: "ms after it did",
    rule: 1,
    seed: 23,
    patch: {
      within: "src/line/",
      find: "noted === undefined ? null : Math.max(",
      replace: "noted === undefined ? out.at : Math.max(",
    },
  },
  {
    name: "smart wait that switched itself on never switches itself off",
    says: "stays on at a risk",
    rule: 4,
    seed: 1,
    patch: {
      within: "src/line/outlook/",
      find: 'return on ? "risk-over" : "at-risk";',
      replace: 'return on ? null : "at-risk";',
    },
  },
  {
    name: "smart wait switches itself off before its time is up",
    says: "ms after it had switched itself on",
    rule: 4,
    seed: 1,
    patch: { within: "src/line/outlook/", find: "leastOn: leastOnMs }", replace: "leastOn: 0 }" },
  },
  {
    name: "smart wait that switched itself off offers as before",
    says: "while smart wait had switched itself off",
    rule: 4,
    seed: 1,
    patch: {
      within: "src/line/",
      find: 'if (!isOn && moment !== "asked-for")',
      replace: 'if (!isOn && moment === "asked-for")',
    },
  },
  {
    name: "a risk is believed that is no probability",
    says: "is believed that cannot be",
    rule: 6,
    seed: 1,
    patch: {
      within: "src/line/outlook/",
      find: 'return typeof value === "number" && value >= 0 && value <= 1;',
      replace: 'return typeof value === "number";',
    },
  },
];
