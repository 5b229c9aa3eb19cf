/** A format of rows: each as a list, in JSON. */
export function writerOf(): (row: unknown) => string {
  return JSON.stringify;
}
