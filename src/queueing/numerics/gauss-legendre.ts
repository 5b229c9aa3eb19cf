/** A rule of integration over [0, 1]: exact for polynomials up to degree 2 × nodes - 1. */
export interface QuadratureRule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** The rule of Gauss and Legendre with that many nodes, ascending: the zeros of Legendre's polynomial, by Newton's iteration. */
export function gaussLegendre(count: number): QuadratureRule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < count; index++) {
    let zero = -Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 8; round++) {
      let [value, before] = [1, 0];
      for (let degree = 1; degree <= count; degree++)
        [value, before] = [((2 * degree - 1) * zero * value - (degree - 1) * before) / degree, value];
      slope = (count * (zero * value - before)) / (zero * zero - 1);
      zero -= value / slope;
    }
    nodes.push((1 + zero) / 2);
    weights.push(1 / ((1 - zero * zero) * slope * slope));
  }
  return { nodes, weights };
}
