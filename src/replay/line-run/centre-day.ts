/** From `from` on, until just before `to`. */
export interface StaffStretch {
  readonly from: number;
  readonly to: number;
}

export interface CentreAgent {
  /** The lanes whose callers the agent serves. */
  readonly lanes: readonly number[];
  /**
   * How these lanes rank for the agent, from 0, the least first: the agent takes nobody of a lane while somebody waits in one that
   * ranks before it, and callers go to agents who rank their lane first. Left out: all alike.
   */
  readonly ranks?: readonly number[];
  /**
   * When the agent takes calls: ascending, apart from each other. A call that began in a stretch goes on beyond its end; the break after it
   * begins when the call ends, and is as long as ever.
   */
  readonly stretches: readonly StaffStretch[];
}

/**
 * A day of a centre, as plain numbers: who comes when, where they stand in line, who serves them. It holds what is the same in
 * every run; how long callers would wait and talk is given to each run. Times are ms from any zero.
 *
 * Callers stand in lanes, numbered from 0. Within a lane they are served in the order of the arrays, and an agent takes the first
 * in place of the lanes that the agent serves and that rank alike. One lane for each skill, with `places` equal to `arrivals`, is a centre that serves
 * first come, first served. A skill whose callers go before others by some credit has a lane for each class of callers, with the
 * credit taken from their places. Callbacks have a lane of their own: they arrive when they are released, at the place they kept.
 */
export interface LineDay {
  /** From when each caller can be served; ascending. */
  readonly arrivals: Float64Array;
  /** Where each caller stands: of those who wait, the smallest is served first. */
  readonly places: Float64Array;
  readonly lanes: Int32Array;
  readonly agents: readonly CentreAgent[];
}
