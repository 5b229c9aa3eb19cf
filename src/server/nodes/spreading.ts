/**
 * The node that gets one of the giver's operations. Only the node with the most gives, to the one with the fewest, and only where these
 * are two apart or more, since a move would turn a difference of one round; `null`: it gives none. While one is on its way the
 * counts stay, so that nobody else gives by them. `counts` has all living nodes, by id, in an order that is the same for all.
 */
export function receiverFrom(giver: string, counts: ReadonlyMap<string, number>): string | null {
  const [most, fewest] = [Math.max(...counts.values()), Math.min(...counts.values())];
  const firstWith = (count: number) => counts.keys().find((node) => counts.get(node) === count) ?? null;
  return most >= fewest + 2 && firstWith(most) === giver ? firstWith(fewest) : null;
}
