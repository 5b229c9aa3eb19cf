/** A count with its noun, whose forms may have words around it: `1 fila`, `2 filas`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
