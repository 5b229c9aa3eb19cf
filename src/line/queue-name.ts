/** Which of its queues the exchange means, where a skill has several: return calls go to the one that was called. */
export type QueueName = string;

/** The queue of something, to be said of something else; nothing where none is known. */
export function sameQueue({ queue }: { readonly queue?: QueueName }): { readonly queue?: QueueName } {
  return queue === undefined ? {} : { queue };
}
