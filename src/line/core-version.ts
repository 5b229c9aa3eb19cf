/**
 * Grows with every change after which `decide` may conclude something else from the same facts. Steps keep the
 * version that wrote them: only steps of this version are compared with what `decide` gives again.
 */
export const CORE_VERSION = 15;

/**
 * Grows with every change of what a checkpoint holds. One of another version is left alone and the run replayed from
 * its first step: slower, and right.
 */
export const STATE_VERSION = 14;
