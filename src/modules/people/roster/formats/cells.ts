/** So many columns a file may have. */
export const MOST_COLUMNS = 200;

/** One cell may name several classes: "Oak; Choir". */
export function splitWords(cell: string): readonly string[] {
  return cell
    .split(/[;|]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
