/**
 * The unique pupil number of schools in England: a check letter, then twelve digits; the last may be a letter in a temporary number.
 * The letter is the weighted sum (weights 2 to 13) modulo 23, written without I, O and S (DfE, "Unique pupil numbers: guidance", annex).
 */
const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';
const shape = /^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/;

/** The number as it is kept: no spaces, capital letters. */
export function plainUpn(text: string): string {
  return text.replaceAll(/\s+/g, '').toUpperCase();
}

/** Why `upn` (as `plainUpn` gives it) is no UPN; undefined when it is one. */
export function upnTrouble(upn: string): string | undefined {
  if (!shape.test(upn)) return 'It is not a letter and twelve digits (or eleven digits and a letter).';
  const sum = [...upn.slice(1)].reduce((total, sign, index) => {
    const value = /\d/.test(sign) ? Number(sign) : LETTERS.indexOf(sign);
    return total + value * (index + 2);
  }, 0);
  return LETTERS[sum % LETTERS.length] === upn[0] ? undefined : 'Its check letter does not fit its digits.';
}

/** True for a temporary number: a school gives it until the real one is known, so it may change. */
export function isTemporaryUpn(upn: string): boolean {
  return /[A-Z]$/.test(upn);
}
