/**
 * What a spreadsheet runs as a formula when it opens the file, or what `csvCell` has marked before. A minus begins many
 * an honest name: it counts only when something that a formula needs follows. The wide signs are read as the narrow
 * ones where the spreadsheet speaks an East Asian language.
 */
const FORMULA = /^'*(?:[=+@\t\r\n＝＋＠]|[-－][^|!(]*[|!(])/;

/** A cell by RFC 4180. Text that a spreadsheet would run gets an apostrophe in front, which `plainCell` takes off. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text that `csvCell` was given. */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
