/** A server that runs operations beside others on the same store. */
export interface Node {
  /** A UUID, new at each start: a node that comes back is another one. */
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  /** Where the other nodes ask it: `http://host:port`. */
  readonly address: string;
}

/** An operation with the epoch in which it was seen. */
export interface Seen {
  readonly operation: number;
  /** Grows with each owner; 0 before the first. */
  readonly epoch: number;
}

/** An operation that no living node runs. */
export interface Ownerless extends Seen {
  /** `free`: never owned, or given up; `dead`: of a node that beats no more; `own`: of the node that looks. */
  readonly because: "free" | "dead" | "own";
}

/** Who runs an operation; `node` is `null` while nobody alive does. */
export interface Owned extends Seen {
  readonly node: Node | null;
}

/**
 * Which node runs which operation. Who takes one raises its epoch, and from then on the store refuses with `not-owner` whatever
 * the former owner appends. All clocks are the store's own. Faults of each: `database-unreachable`.
 */
export interface Ownership {
  /** Says that the node lives, for so many ms from now. */
  beat(node: Node, ttlMs: number): Promise<void>;
  /** The operations that no other living node runs, and how many nodes live. A beat that reaches further ahead than `ttlMs` is none. */
  look(
    node: Pick<Node, "id">,
    ttlMs: number,
  ): Promise<{ readonly nodes: number; readonly ownerless: readonly Ownerless[] }>;
  /** Takes an operation over as it was seen, and gives the new epoch; `null`: somebody was faster. */
  takeOver(node: Node, seen: Seen): Promise<number | null>;
  /**
   * Takes one's own operation again under a new epoch, after which nothing that was sent under the former one can land. Gives the
   * last durable step of its live run; `null`: another node has it.
   */
  takeBack(node: Node, held: Seen): Promise<{ readonly epoch: number; readonly lastSeq: number } | null>;
  /** Gives an operation up, so that the next node that looks takes it at once; with `to` it is that node's own when it looks. */
  giveUp(node: Pick<Node, "id">, held: Seen, to?: Node | null): Promise<void>;
  /** Says that the node lives no more. */
  leave(node: Pick<Node, "id">): Promise<void>;
  /** The living node that runs an operation; `null`: none does. */
  ownerOf(operation: number): Promise<Node | null>;
  /** The owners of all operations, in the order of their numbers. */
  owners(): Promise<readonly Owned[]>;
  /** The nodes that live, by name. */
  nodes(): Promise<readonly Node[]>;
  /** What nodes of this store show each other. */
  secret(): Promise<string>;
  close(): Promise<void>;
}
