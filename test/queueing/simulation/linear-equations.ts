/** The solution x of `matrix` · x = `right`, by elimination with the largest pivot of each column. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => Float64Array.from([...row, right[i]!]));
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const line = rows[column]!;
    for (let row = column + 1; row < size; row++) {
      const times = rows[row]![column]! / line[column]!;
      if (times === 0) continue;
      for (let i = column; i <= size; i++) rows[row]![i]! -= times * line[i]!;
    }
  }
  const solution = Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let value = rows[row]![size]!;
    for (let i = row + 1; i < size; i++) value -= rows[row]![i]! * solution[i]!;
    solution[row] = value / rows[row]![row]!;
  }
  return solution;
}
