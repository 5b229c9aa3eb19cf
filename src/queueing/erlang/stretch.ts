/**
 * A stretch of the offered wait as nodes of an integration. The density of the offered wait v is proportional to
 * exp(E(v)), E(v) = arrivalRate · H(v) - agents · serviceRate · v, H(v) = ∫₀ᵛ survival.
 */
export interface WaitStretch {
  readonly waits: number[];
  /** Of the integration. */
  readonly weights: number[];
  /** E at the node less E at the stretch's reference, a point of the stretch where E is close to its largest. */
  readonly heights: number[];
  /** Of the law of staying in line at each node: the share that stays, and the share that left since the region began. */
  readonly stayed: number[];
  readonly leftSince: number[];
  /** The integrals from wait 0 to each node of the share that stays (H), and of the share that left. */
  readonly areas: number[];
  readonly leftAreas: number[];
  /** E at the reference less E at the begin; E at the end less E at the reference. */
  readonly toReference: number;
  readonly fromReference: number;
  /** The same at the end; `null` at infinity. */
  readonly atEnd: Edge | null;
}

/** What staying in line is like at one wait. */
export interface Edge {
  readonly stayed: number;
  readonly leftSince: number;
  readonly area: number;
  readonly leftArea: number;
}
