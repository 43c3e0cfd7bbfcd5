/** Rows as aligned columns under their names; numbers to the right. Nothing but a sentence when there are none. */
export function tableText(rows: Record<string, string | number | undefined>[], empty: string): string {
  if (rows.length === 0) return empty;
  const names = Object.keys(rows[0]);
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  const isNumber = names.map((name) => rows.every((row) => typeof row[name] === 'number'));
  return cells
    .map((line) =>
      line
        .map((text, column) =>
          isNumber[column] ? text.padStart(widths[column]) : text.padEnd(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
