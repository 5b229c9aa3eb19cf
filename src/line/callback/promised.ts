/** The span within which a callback was promised, epoch ms. */
export interface Promised {
  readonly from: number;
  readonly until: number;
}
