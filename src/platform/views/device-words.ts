/** Browsers by the word that only they have in their name, most special first: Edge also says Chrome, and Chrome also says Safari. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const machines: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'an iPhone'],
  [/\biPad\b/, 'an iPad'],
  [/\bCrOS\b/, 'a Chromebook'],
  [/\bAndroid\b/, 'an Android device'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'a Mac'],
  [/\bLinux\b/, 'Linux'],
];

/** What people call a browser, from the name it gives itself: "Chrome on Windows". It is a hint: a browser may call itself anything. */
export function deviceWords(name: string): string {
  const browser = browsers.find(([pattern]) => pattern.test(name))?.[1];
  const machine = machines.find(([pattern]) => pattern.test(name))?.[1];
  if (browser === undefined && machine === undefined) return 'A browser that does not say what it is';
  if (machine === undefined) return browser ?? '';
  return browser === undefined ? `A browser on ${machine}` : `${browser} on ${machine}`;
}
