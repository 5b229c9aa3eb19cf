/** What is believed of a number: a normal law. A plain JSON object. */
export interface Belief {
  mean: number;
  variance: number;
}
