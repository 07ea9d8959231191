/** The fixed vocabulary of the incident log, each code with the label people see. */

export interface Vocabulary<Code extends string> {
  readonly codes: readonly Code[];
  /** For radios, checkboxes and selects. */
  readonly items: readonly { readonly value: Code; readonly text: string; readonly hint?: string }[];
  /** The label of a code; '' for null (nothing chosen yet), the code itself when it is none of ours. */
  label(code: string | null): string;
  /** The code, when it is one of ours. */
  read(text: string | null): Code | undefined;
}

/** Makes a vocabulary of [code, label] or [code, label, hint]. */
export function vocabulary<const Words extends readonly (readonly [string, string, string?])[]>(
  words: Words,
): Vocabulary<Words[number][0]> {
  const codes: Words[number][0][] = words.map(([code]) => code);
  return {
    codes,
    items: words.map(([value, text, hint]) => ({ value, text, ...(hint === undefined ? {} : { hint }) })),
    label: (code) => (code === null ? '' : (words.find(([each]) => each === code)?.[1] ?? code)),
    read: (text) => codes.find((each) => each === text),
  };
}

/** What kind of thing it was: policies.md 1.4 (the kinds that the five policies name), and "not sure". */
export const categories = vocabulary([
  ['not-sure', 'Not sure'],
  ['harmful-content', 'Saw something upsetting or harmful'],
  ['cyberbullying', 'Online bullying'],
  ['offensive-message', 'Unkind or offensive message'],
  ['image-sharing', 'A picture was taken or shared'],
  ['stranger-contact', 'Contact from a stranger'],
  ['friend-request', 'Friend request between pupil and adult'],
  ['grooming', 'Grooming'],
  ['extremism', 'Extremist material or views'],
  ['behaviour-change', 'A change in behaviour'],
  ['unsuitable-games', 'Unsuitable game or video'],
  ['evaluation-failure', 'Took something false for true'],
  ['plagiarism', 'Copied work'],
  ['illegal-download', 'Illegal download'],
  ['overuse', 'Too much time online'],
  ['suspicious-mail', 'Suspicious message or link'],
  ['chain-letter', 'Chain letter'],
  ['data-loss', 'Information lost or shared by mistake'],
  ['lost-equipment', 'Equipment lost or stolen'],
  ['security-breach', 'Break in security, or use without permission'],
  ['filtering-fault', 'The filter failed'],
  ['safeguard-failure', 'Another safeguard failed'],
]);

/** The four Cs of KCSIE 2026, paragraph 165. */
export const risks = vocabulary([
  ['content', 'Content', 'What was seen or read'],
  ['contact', 'Contact', 'Who got in touch, or software that seems to be somebody'],
  ['conduct', 'Conduct', 'What somebody did online'],
  ['commerce', 'Commerce', 'Gambling, adverts, phishing, scams'],
]);

/** How bad it is, which decides the branch of the workflow. */
export const branches = vocabulary([
  [
    'illegal',
    'It may be illegal',
    'A nude or sexual image of a child, grooming, threats, extremist crime. If in doubt, choose this.',
  ],
  ['inappropriate', 'Inappropriate', 'Against the agreement or harmful, but not illegal'],
  ['allegation', 'Allegation against an adult who works here', 'Only the head and one named deputy see it from now on'],
  ['minor', 'Minor or an accident', 'The school looks into it itself'],
]);

export const intents = vocabulary([
  ['accidental', 'By accident'],
  ['careless', 'Careless'],
  ['deliberate', 'Deliberate'],
]);

/** Whose matter it is, by whom it is about (roles.md, "First of all"). From the most general to the narrowest. */
export const spheres = vocabulary([
  ['general', 'A child, or nobody in particular'],
  ['staff', 'An adult who works or helps here'],
  ['head', 'The headteacher'],
  ['chair', 'The chair of governors'],
]);

export const parts = vocabulary([
  ['affected', 'Affected by it'],
  ['did', 'Did it'],
  ['about', 'The concern is about them'],
  ['saw', 'Saw it'],
]);

export const dangers = vocabulary([
  ['no', 'No'],
  ['yes', 'Yes'],
  ['not-sure', 'Not sure'],
]);

export const sites = vocabulary([
  ['school', 'At school'],
  ['off-site', 'Somewhere else'],
]);

export const systems = vocabulary([
  ['school', 'School device or account'],
  ['personal', 'Personal device'],
  ['not-known', 'Not known'],
]);

/** What was done on the spot (s1-119) and after. */
export const reactions = vocabulary([
  ['screen-covered', 'The child covered the screen'],
  ['closed-and-told', 'The child closed the page and told an adult'],
  ['site-blocked', 'The site was blocked'],
  ['filter-reviewed', 'The filter was looked at and changed'],
  ['provider-called', 'The provider’s help desk was called'],
  ['talked-to-child', 'Somebody talked with the child'],
  ['device-isolated', 'The device was put away untouched'],
]);

/** policies.md 1.4, the sanctions that the policies name. */
export const sanctions = vocabulary([
  ['internet-removed', 'Internet removed for a set time', 'The filter does it, and gives it back by itself'],
  ['conversation', 'Conversation or counselling'],
  ['warning', 'Warning'],
  ['equipment-ban', 'No use of certain equipment'],
  ['phone-consequence', 'Phone kept by the school'],
  ['parents-asked-in', 'Parents asked in'],
  ['disciplinary-procedure', 'Disciplinary procedure'],
]);

/** The sanctions that any member of staff may give for what they reported ("class-level" of roles.md). */
export const classSanctions = vocabulary([
  ['conversation', 'Talked with the child about it'],
  ['warning', 'Gave a warning'],
]);

/** Who outside may have to be told. LADO: the local authority's designated officer (KCSIE 2026, 78). */
export const bodies = vocabulary([
  ['police', 'Police'],
  ['ceop', 'CEOP (online child abuse)'],
  ['iwf', 'Internet Watch Foundation (IWF)'],
  ['lado', 'Local authority designated officer (LADO)'],
  ['social-care', 'Children’s social care'],
  ['prevent', 'Prevent team'],
  ['provider', 'Broadband or filter provider'],
  ['ico', 'Information Commissioner (ICO)'],
]);

export const referralOutcomes = vocabulary([
  ['made', 'We told them'],
  ['considered', 'We considered it and did not'],
]);

export const parentAnswers = vocabulary([
  ['told', 'They have been told'],
  ['not-told', 'They are not told, for a reason'],
  ['not-applicable', 'No child was involved'],
]);

export const parentWays = vocabulary([
  ['in-person', 'In person'],
  ['phone', 'By phone'],
  ['letter', 'By letter'],
  ['message', 'By message'],
]);

/** What an entry of the chronology is. */
export const entryKinds = vocabulary([
  ['report', 'Report'],
  ['addition', 'Added by the reporter'],
  ['made-safe', 'Made safe'],
  ['classified', 'Classified'],
  ['notified', 'Told'],
  ['action', 'Action taken'],
  ['parents', 'Parents'],
  ['sanction', 'Sanction'],
  ['sanction-ended', 'Sanction ended early'],
  ['review', 'Review'],
  ['closed', 'Closed'],
  ['reopened', 'Opened again'],
  ['note', 'Note'],
  ['file', 'File added'],
  ['correction', 'Correction'],
  ['assigned', 'Assigned'],
  ['deputy-named', 'Deputy named'],
  ['handed-over', 'Handed over'],
  ['task', 'Task given'],
  ['task-done', 'Task done'],
  ['referral', 'Referral'],
  ['person', 'Person named'],
  ['person-withdrawn', 'Person taken off'],
  ['went-on', 'Went on'],
]);

export type Category = (typeof categories.codes)[number];
export type Risk = (typeof risks.codes)[number];
export type Branch = (typeof branches.codes)[number];
export type Intent = (typeof intents.codes)[number];
export type Sphere = (typeof spheres.codes)[number];
export type Part = (typeof parts.codes)[number];
export type EntryKind = (typeof entryKinds.codes)[number];
export type SanctionCode = (typeof sanctions.codes)[number];
export type Body = (typeof bodies.codes)[number];
