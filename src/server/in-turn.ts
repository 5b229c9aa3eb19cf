/** Takes back something that was begun. */
export type Undo = () => Promise<void> | void;

/** Does every one of them, also after one that failed; then throws what failed first. */
export async function inTurn(undo: readonly Undo[]): Promise<void> {
  const failed: unknown[] = [];
  for (const one of undo) {
    try {
      await one();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}
