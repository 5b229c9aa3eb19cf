/**
 * Grows with every change after which `decide` may conclude something else from the same facts. Steps keep the
 * version that wrote them: only steps of this version are compared with what `decide` gives again.
 */
export const CORE_VERSION = 1;
