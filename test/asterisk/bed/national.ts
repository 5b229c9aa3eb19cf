/** As the customers are called in the stories. */
export function national(number: string | undefined): string {
  return (number ?? "").replace(/^\+57/, "");
}
