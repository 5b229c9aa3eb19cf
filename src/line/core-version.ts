/**
 * Grows with every change after which `decide` may conclude something else from the same facts. Steps keep the
 * version that wrote them: only steps of this version are compared with what `decide` gives again.
 */
export const CORE_VERSION = 21;

/**
 * Grows with every change of what a checkpoint holds. One of an older version is brought to this one by the functions of
 * `journal/versions/checkpoint-upcasts.ts`: how to add one is in CONTRIBUTING.md.
 */
export const STATE_VERSION = 19;
