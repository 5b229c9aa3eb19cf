import { gaussLegendre, type QuadratureRule } from "./gauss-legendre.ts";

/** A rule that also integrates from 0 only to each of its own nodes. */
interface PartialRule extends QuadratureRule {
  /** For each node the weights that integrate the polynomial through all nodes from 0 to that node. */
  readonly partial: readonly (readonly number[])[];
}

/** The rule of Gauss and Legendre with that many nodes over [0, 1], and the integrals of its polynomial up to each node. */
export function partialRule(count: number): PartialRule {
  const { nodes, weights } = gaussLegendre(count);
  /** The polynomial that is 1 at the node of that index and 0 at the others. */
  const unit = (index: number, at: number) =>
    nodes.reduce(
      (product, other, place) =>
        place === index ? product : (product * (at - other)) / (nodes[index]! - other),
      1,
    );
  const partial = nodes.map((end) =>
    nodes.map((_, index) =>
      nodes.reduce((sum, node, at) => sum + end * weights[at]! * unit(index, end * node), 0),
    ),
  );
  return { nodes, weights, partial };
}
