/** A name for sorting, searching and comparing: lower case, accents off, only letters, digits, spaces, hyphens and apostrophes. */
export function plainName(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N} '-]+/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
