import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import timers from "node:timers/promises";
import type { Timer } from "../../../src/time/clock.ts";
import { DatabaseSocket } from "./database.ts";
import { current, type Machine } from "./virtual-world.ts";

/** What answers the `fetch` of machines; by the address of another. */
export type Ask = (from: Machine, address: string, init: RequestInit) => Promise<Response>;

/**
 * From now on the code of a machine has its time and its network: timers, clocks, sockets to a database, `fetch`. All other code of the
 * process has the real ones.
 */
export function giveMachinesTheirGlobals(ask: Ask): void {
  const real = {
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout,
    clearInterval,
    clearImmediate,
    fetch,
    now: Date.now.bind(Date),
    monotonic: performance.now.bind(performance),
    random: Math.random.bind(Math),
    sleep: timers.setTimeout,
    timeout: AbortSignal.timeout.bind(AbortSignal),
    randomUUID: crypto.randomUUID,
    Socket: net.Socket,
  };
  const clear = (otherwise: (given: never) => void) => (given: unknown) => {
    if (given instanceof MachineTimer) given.cancel();
    else otherwise(given as never);
  };
  Object.assign(globalThis, {
    setTimeout(work: Work, ms = 0, ...given: unknown[]) {
      const machine = current.getStore();
      return machine
        ? new MachineTimer(machine, ms, false, work, given)
        : real.setTimeout(work, ms, ...given);
    },
    setInterval(work: Work, ms = 0, ...given: unknown[]) {
      const machine = current.getStore();
      return machine
        ? new MachineTimer(machine, ms, true, work, given)
        : real.setInterval(work, ms, ...given);
    },
    setImmediate(work: Work, ...given: unknown[]) {
      const machine = current.getStore();
      return machine ? new MachineTimer(machine, 0, false, work, given) : real.setImmediate(work, ...given);
    },
    clearTimeout: clear(real.clearTimeout),
    clearInterval: clear(real.clearInterval),
    clearImmediate: clear(real.clearImmediate),
    fetch(address: string, init: RequestInit) {
      const machine = current.getStore();
      return machine ? ask(machine, address, init) : real.fetch(address, init);
    },
  });
  Date.now = () => {
    const machine = current.getStore();
    return machine ? Math.floor(machine.world.now) + machine.aheadMs : real.now();
  };
  performance.now = () => {
    const machine = current.getStore();
    return machine ? machine.world.now + machine.aheadMs : real.monotonic();
  };
  Math.random = () => current.getStore()?.random.uniform() ?? real.random();
  AbortSignal.timeout = (ms) => {
    const machine = current.getStore();
    if (!machine) return real.timeout(ms);
    const controller = new AbortController();
    machine.after(ms, () => controller.abort(new Error("timeout")));
    return controller.signal;
  };
  timers.setTimeout = ((ms: number, ...given: []) => {
    const machine = current.getStore();
    return machine
      ? new Promise<void>((resolve) => machine.after(ms, () => resolve()))
      : real.sleep(ms, ...given);
  }) as typeof timers.setTimeout;
  crypto.randomUUID = (options) => {
    const random = current.getStore()?.random;
    if (!random) return real.randomUUID(options);
    const digits = Array.from({ length: 32 }, () => Math.floor(random.uniform() * 16).toString(16)).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") as ReturnType<typeof real.randomUUID>;
  };
  // The driver makes its sockets by this name.
  net.Socket = new Proxy(real.Socket, {
    construct(Socket, given: [], by) {
      const machine = current.getStore();
      return machine ? new DatabaseSocket(machine) : (Reflect.construct(Socket, given, by) as object);
    },
  });
  syncBuiltinESMExports();
}

type Work = (...given: unknown[]) => void;

class MachineTimer {
  #timer: Timer;

  constructor(machine: Machine, ms: number, repeats: boolean, work: Work, given: readonly unknown[]) {
    const arm = () =>
      machine.after(Math.max(ms, repeats ? 1 : 0), () => {
        if (repeats) this.#timer = arm();
        work(...given);
      });
    this.#timer = arm();
  }

  cancel(): void {
    this.#timer.cancel();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
