/** An address as mail may go to (a practical part of RFC 5321 section 4.1.2): no spaces, quotes or line breaks, at most 254 characters. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(text);
}
