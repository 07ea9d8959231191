/**
 * Hosts that every installation knows before anybody has set anything up. Each covers its sub-domains.
 */

/** Tier 0: help for children and for those who look after them. Never blocked, whatever the ruleset says. */
export const builtInHelp: readonly { readonly host: string; readonly label: string; readonly url: string }[] = [
  { host: 'childline.org.uk', label: 'Childline', url: 'https://www.childline.org.uk/' },
  { host: 'ceop.police.uk', label: 'CEOP', url: 'https://www.ceop.police.uk/' },
  { host: 'ceopeducation.co.uk', label: 'CEOP Education', url: 'https://www.ceopeducation.co.uk/' },
  { host: 'nspcc.org.uk', label: 'NSPCC', url: 'https://www.nspcc.org.uk/' },
  { host: 'samaritans.org', label: 'Samaritans', url: 'https://www.samaritans.org/' },
  { host: 'reportharmfulcontent.com', label: 'Report Harmful Content', url: 'https://reportharmfulcontent.com/' },
];

/** Where operating systems and browsers fetch security updates: open even while no ruleset has ever been valid (contracts.md). */
export const updateHosts: readonly string[] = [
  'windowsupdate.com',
  'update.microsoft.com',
  'windowsupdate.microsoft.com',
  'delivery.mp.microsoft.com',
  'swcdn.apple.com',
  'swscan.apple.com',
  'updates.cdn-apple.com',
  'mesu.apple.com',
  'gdmf.apple.com',
  'update.googleapis.com',
  'deb.debian.org',
  'security.debian.org',
  'archive.ubuntu.com',
  'security.ubuntu.com',
];
