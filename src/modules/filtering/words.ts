/** Fixed vocabulary of this module, each with the words people see. */

export const wantsWords = { open: 'Open a site', close: 'Close a site' } as const;
export type Wants = keyof typeof wantsWords;
export const wantsCodes: readonly Wants[] = ['open', 'close'];

export const requestStateWords = { waiting: 'Waiting', approved: 'Approved', refused: 'Refused' } as const;
export type RequestState = keyof typeof requestStateWords;

/** How a request reached us. */
export const cameFromWords = {
  page: 'Asked here',
  gate: 'Asked from a block page',
  mistake: 'A pupil thinks the block is a mistake',
} as const;
export type CameFrom = keyof typeof cameFromWords;

/** How long an emergency block or a stop holds. */
export const lengthWords = {
  hour: 'For one hour',
  today: 'Until the end of today',
  week: 'For one week',
  open: 'Until somebody ends it',
} as const;
export type Length = keyof typeof lengthWords;
export const lengthCodes: readonly Length[] = ['hour', 'today', 'week', 'open'];

export const audienceWords = {
  eyfs: 'Early years',
  ks1: 'Key Stage 1',
  ks2: 'Key Stage 2',
  staff: 'Staff',
  guest: 'Guests',
} as const;

/** What holds for a site that no list knows. */
export const uncategorisedWords = { allow: 'open', block: 'closed' } as const;

/** The tiers of a decision, in order (contracts.md). */
export const tierWords: Readonly<Record<number, string>> = {
  0: 'Help, or Schoolgate itself: never blocked',
  1: 'Illegal content: nobody can open it',
  2: 'This person’s internet is off',
  4: 'Blocked by the school',
  5: 'Opened by the school',
  6: 'A list knows the kind of site',
  8: 'No list knows the site',
};

export const reasonWords: Readonly<Record<string, string>> = {
  help: 'It is a help site.',
  own: 'It is Schoolgate itself.',
  illegal: 'It is on the list of illegal content.',
  sanction: 'The person’s internet is off after an incident.',
  denied: 'The person’s internet is switched off.',
  unsigned: 'The person has not signed the agreement.',
  'school-block': 'The school has blocked this site.',
  'school-allow': 'The school has opened this site.',
  'category-blocked': 'This level blocks this kind of site.',
  'category-allowed': 'This level allows this kind of site.',
  'uncategorised-blocked': 'No list knows the site, and this level blocks unknown sites.',
  'uncategorised-allowed': 'No list knows the site, and this level allows unknown sites.',
  'impossible-host': 'No site can have this name.',
};
