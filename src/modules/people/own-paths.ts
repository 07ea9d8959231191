/**
 * Where to go after sign-in: `next` when it is a path of our own, else the home page. Anything that a browser could read as another
 * site's address (`//host`, a backslash, a scheme, control characters) is dropped (CWE-601), also when it becomes one only once its dots are
 * taken away: `/.//host` is `//host`.
 */
export function ownPath(next: unknown): string {
  if (
    typeof next !== 'string' ||
    next.length > 1000 ||
    !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) ||
    next.includes('\\')
  ) {
    return '/';
  }
  const url = URL.parse(next, 'http://own.invalid');
  if (url?.origin !== 'http://own.invalid' || /^\/(\/|sign-(in|out)\b)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}`;
}
