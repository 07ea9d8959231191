import { normaliseHost } from './normalise-host.ts';

/**
 * Names under which strangers have names of their own. A rule covers its sub-domains, so opening one of these would open them all.
 * Not the whole public suffix list, which grows each day: the registries' second levels, and the hosting services pupils meet.
 */
const registryWords = new Set(
  'ac co com edu gob gouv gov govt id info ltd me mil mod net nhs nic nom or org plc police sch school web'.split(' '),
);

const hostingSuffixes = new Set([
  'appspot.com',
  'azurewebsites.net',
  'blogspot.co.uk',
  'blogspot.com',
  'cloudfront.net',
  'firebaseapp.com',
  'github.io',
  'gitlab.io',
  'glitch.me',
  'herokuapp.com',
  'netlify.app',
  'ngrok.io',
  'onrender.com',
  'pages.dev',
  'repl.co',
  'surge.sh',
  'uk.com',
  'vercel.app',
  'web.app',
  'weebly.com',
  'wixsite.com',
  'wordpress.com',
  'workers.dev',
]);

/** True when a rule for this host would cover the sites of strangers: one label, a registry's second level (org.uk), a hosting service. */
export function isBroadHost(host: string): boolean {
  const name = normaliseHost(host);
  if (name === null || name.startsWith('[')) return false;
  const labels = name.split('.');
  const [first = '', last = ''] = labels;
  if (labels.length === 1) return true;
  return hostingSuffixes.has(name) || (labels.length === 2 && last.length === 2 && registryWords.has(first));
}
