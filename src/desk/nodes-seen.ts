import type { Node, Owned } from "../journal/port/ownership.ts";

/** What a node says of itself. */
export interface NodeItself {
  /** Espera's version. */
  readonly version: string;
  readonly upMs: number;
}

/** An operation that a node runs. */
type RunOperation = Pick<Owned, "operation"> & { readonly name: string };

/** A living node, and what it runs. */
export interface NodeSeen extends Node {
  /** Both `null`: it did not answer. */
  readonly version: string | null;
  /** When it started, epoch ms. */
  readonly since: number | null;
  readonly operations: readonly RunOperation[];
}

/** The nodes that share a database, as one of them sees it. */
export interface NodesSeen {
  readonly nodes: readonly NodeSeen[];
  /** Operations that a node ran once, and none does now. */
  readonly nobodys: readonly RunOperation[];
}
