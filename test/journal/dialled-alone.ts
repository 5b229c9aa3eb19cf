/** Why an attempt was dialled: its turn came, an agent was free, and no other attempt was alive. */
export const DIALLED_ALONE = {
  aliveInSkill: 0,
  aliveAtMost: 1,
  freeAgents: 1,
  answersPerMinute: null,
  why: "turn-came",
} as const;
