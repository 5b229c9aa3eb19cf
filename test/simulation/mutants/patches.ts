import type { Found } from "./mutants.ts";

/** A text of one file of the project, which must be there exactly once, and what stands there instead. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Each is one thing wrong in Espera, or in the phone system that it relies on. */
export const patches: readonly (Found & { readonly patch: Patch })[] = [
  {
    name: "the disk is not told to keep what is written",
    says: "was said to be durable",
    rule: 5,
    seed: 59,
    patch: {
      file: "src/journal/sqlite/connection.ts",
      find: "PRAGMA synchronous = FULL",
      replace: "PRAGMA synchronous = NORMAL",
    },
  },
  {
    name: "a promise is said while the callback is still being written",
    says: "before his callback was durable",
    rule: 5,
    seed: 5,
    patch: {
      file: "src/operation/operation.ts",
      find: "    await this.#store.append(this.#run, {\n      steps,\n",
      replace:
        '    for (const one of commands) if (one.type === "thank") this.#exchange.execute(one);\n    await this.#store.append(this.#run, {\n      steps,\n',
    },
  },
  {
    name: "a supervisor is answered while what became of his order is still being written",
    says: "before that was durable",
    rule: 5,
    seed: 0,
    patch: {
      file: "src/operation/operation.ts",
      find: "    await this.#store.append(this.#run, {\n      steps,\n",
      replace:
        "    for (const step of steps) this.#answer(step);\n    await this.#store.append(this.#run, {\n      steps,\n",
    },
  },
  {
    name: "what may still ring is dialled again at a restart",
    says: "times to dial",
    rule: 2,
    seed: 2,
    patch: {
      file: "src/operation/operation.ts",
      find: "commands.push(...outstanding(this.#state));",
      replace:
        'commands.push(...outstanding(this.#state), ...[...this.#state.callbacks.values()].flatMap((one): Command[] => one.phase === "dialling" ? [{ type: "dial", attempt: one.id + "~" + one.attempts, callback: one.id, person: one.person, skill: one.skill, place: one.place, ringForMs: 20_000, dialogue: { name: null, laterMs: [] } }] : []));',
    },
  },
  {
    name: "how often a number was dialled does not matter",
    says: "times in a day",
    rule: 7,
    seed: 0,
    patch: {
      file: "src/operation/operation.ts",
      find: "dialled > settings.limits.diallingsPerNumber",
      replace: "dialled < 0",
    },
  },
  {
    name: "a return call that is never heard of is waited for without end",
    says: "is open long after everything",
    rule: 6,
    seed: 142,
    patch: {
      file: "src/line/wake.ts",
      find: "      return state.settings.attempts.ringForMs + 30 * SECOND_MS;",
      replace: "      return null;",
    },
  },
  {
    name: "treatments are counted beside the events",
    says: "verify: counts",
    rule: 5,
    seed: 0,
    patch: {
      file: "src/journal/call-rows.ts",
      find: "if (event.again) changes.calls.patch(event.call, { asked_again_at: at });",
      replace:
        "if (event.again) { changes.calls.patch(event.call, { asked_again_at: at }); countOf(changes, event.skill, event.arrivedAt).treatment++; }",
    },
  },
  {
    name: "who is tried again soon goes to the end of the line",
    says: "who came earlier",
    rule: 3,
    seed: 116,
    patch: {
      file: "src/line/callback-cues.ts",
      find: "place: keeps ? callback.place : Math.max(callback.place, notBefore),",
      replace: "place: notBefore,",
    },
  },
  {
    name: "who asked for a later time stands before those who came before it",
    says: "who came earlier",
    rule: 3,
    seed: 4,
    patch: {
      file: "src/line/callback-cues.ts",
      find: "    place: Math.max(notBefore, callback.place),\n    why,\n",
      replace: "    place: callback.place,\n    why,\n",
    },
  },
  {
    name: "somebody who waits to be called is asked again",
    says: "while callback",
    rule: 5,
    seed: 1,
    patch: {
      file: "src/line/offer-decision.ts",
      find: 'if (openCallbackOf(out.state, call.person, call.skill)) return "already-registered";',
      replace: "",
    },
  },
  {
    name: "calling hours are not looked at",
    says: "calling hours",
    rule: 2,
    seed: 28,
    patch: {
      file: "src/line/calling-hours.ts",
      find: "  return calendarOf(settings, called).lasts(at, settings.attempts.ringForMs);\n}",
      replace: "  return at > 0 || calendarOf(settings, called).lasts(at, 0);\n}",
    },
  },
  {
    name: "the hours of a rule pack are not looked at",
    says: "calling hours",
    rule: 2,
    seed: 12,
    patch: {
      file: "src/line/rule-packs.ts",
      find: "  if (!bound) return wholeDay;",
      replace: "  if (date) return wholeDay;\n  if (!bound) return wholeDay;",
    },
  },
  {
    name: "who picked up is called again on that day under the rules for collections",
    says: "on the day on which",
    rule: 2,
    seed: 16,
    patch: {
      file: "src/line/answered-day.ts",
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
      file: "src/line/turn.ts",
      find: "if (line.presentAgents === 0 || skill?.servesPending === false) return;",
      replace: "if (line.presentAgents === 0) return;",
    },
  },
  {
    name: "what is left when a skill closes stays where it is",
    says: "when its skill closed",
    rule: 5,
    seed: 47,
    patch: { file: "src/line/turn.ts", find: "    else closeSkill(out, line);\n", replace: "" },
  },
  {
    name: "who phones while he is to be called back is not recognised",
    says: "who came earlier",
    rule: 3,
    seed: 28,
    patch: {
      file: "src/line/dialogue-facts.ts",
      find: "  return caller.shared ? undefined : openCallbackOf(state, caller.person, skill);",
      replace: "  return caller.shared || state ? undefined : openCallbackOf(state, caller.person, skill);",
    },
  },
  {
    name: "a phone rings for two skills at once",
    says: "still on that phone",
    rule: 2,
    seed: 116,
    patch: {
      file: "src/line/contacts.ts",
      find: "  if (shared) return false;\n  if (state.callsOf.has(person)) return true;",
      replace: "  if (id) return false;\n  if (shared || state.callsOf.has(person)) return true;",
    },
  },
  {
    name: "a callback that is cancelled while its phone rings goes on",
    says: "had cancelled it",
    rule: 2,
    seed: 37,
    patch: {
      file: "src/line/callback-life.ts",
      find: '  snoozed: "put-off",\n  cancelled,\n  erased,\n  duplicate: "stay",',
      replace: '  snoozed: "put-off",\n  cancelled: "stay",\n  erased,\n  duplicate: "stay",',
    },
  },
  {
    name: "whoever picks up at another number hears the caller's name",
    says: "at another number before its key",
    rule: 7,
    seed: 6,
    patch: {
      file: "src/line/later-options.ts",
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
      file: "src/line/checkpoint.ts",
      find: "  for (const [person, his] of people) state.today.people.set(person, his);\n",
      replace: "  void people;\n",
    },
  },
  {
    name: "how often a number was registered today does not matter",
    says: "callbacks of a day",
    rule: 7,
    seed: 5,
    patch: {
      file: "src/line/offer-decision.ts",
      find: 'return registered + his.length >= settings.limits.perNumberPerDay ? "number-limit" : null;',
      replace: 'return registered < 0 ? "number-limit" : null;',
    },
  },
  {
    name: "any number may be keyed",
    says: "to a number that the rules refuse",
    rule: 7,
    seed: 2,
    patch: {
      file: "src/line/registration.ts",
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
      file: "src/line/offer-decision.ts",
      find: "view.ahead < settings.queueOffers.leastAhead",
      replace: "view.ahead < 0",
    },
  },
  {
    name: "a caller is asked a third time",
    says: "asked 3 times",
    rule: 1,
    seed: 25,
    patch: {
      file: "src/line/offer-decision.ts",
      find: "const MOST_OFFERS = 2;",
      replace: "const MOST_OFFERS = 9;",
    },
  },
  {
    name: "who was erased is called all the same",
    says: "its person had been erased",
    rule: 7,
    seed: 267,
    patch: {
      file: "src/line/supervision.ts",
      find: 'cue(out, callback, "erased");',
      replace: "void callback;",
    },
  },
  {
    name: "the phone system waits for Espera without end",
    says: "was kept for",
    rule: 4,
    seed: 3,
    patch: {
      file: "src/exchange/simulated/dialogue.ts",
      find: "    this.#switchboard.next(call, watchdogMs, () => this.#enter(call, call.place));",
      replace: "    this.#switchboard.next(call, watchdogMs * 1e6, () => this.#enter(call, call.place));",
    },
  },
];
