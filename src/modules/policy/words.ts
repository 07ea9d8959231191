/**
 * The fixed vocabulary of policy packs, each code with the words people see. A pack that uses another code is refused
 * (pack.ts), so that a slip of the pen never becomes a rule that nothing obeys. policies/README.md explains each field.
 */

/** What sort of promise a clause is. */
export const kindWords = {
  duty: 'Duty',
  'access-control': 'Who may use what',
  agreement: 'Agreement',
  approval: 'Approval',
  communication: 'Telling people',
  consent: 'Consent',
  curriculum: 'Teaching',
  'filter-rule': 'Filter rule',
  guidance: 'Guidance',
  monitoring: 'Monitoring',
  notice: 'Notice',
  register: 'Register',
  report: 'Report',
  retention: 'How long it is kept',
  'risk-assessment': 'Risk assessment',
  sanction: 'Sanction',
  security: 'Security',
  training: 'Training',
  workflow: 'Steps to follow',
} as const;

/** The part of school life a clause belongs to. */
export const areaWords = {
  'policy-governance': 'Keeping the policy',
  agreements: 'Acceptable-use agreements',
  assets: 'Equipment',
  community: 'Community use',
  complaints: 'Complaints',
  consents: 'Consents',
  curriculum: 'Teaching online safety',
  'data-protection': 'Personal information',
  filtering: 'Filtering',
  incidents: 'Incidents',
  infrastructure: 'Network and security',
  media: 'Pictures and films',
  messaging: 'E-mail and messages',
  'mobile-devices': 'Phones and own devices',
  monitoring: 'Monitoring',
  parents: 'Parents',
  'passwords-access': 'Passwords and sign-in',
  publishing: 'Publishing',
  reports: 'Reports',
  'risk-assessment': 'Risk assessment',
  'social-media': 'Social media',
  training: 'Training',
  'video-calls': 'Video calls',
} as const;

/** Who has to do what a clause says; also who approves or is told. */
export const actorWords = {
  school: 'The school',
  staff: 'All staff',
  teacher: 'Teachers',
  head: 'Headteacher',
  deputy: 'Deputy headteacher',
  'senior-leaders': 'Senior leaders',
  dsl: 'Designated safeguarding lead (DSL)',
  lead: 'Online-safety lead',
  'computing-lead': 'Computing lead',
  technician: 'Technician or network manager',
  office: 'School office',
  bursar: 'Bursar',
  'site-staff': 'Site staff',
  senco: 'Special educational needs co-ordinator (SENCO)',
  dpo: 'Data protection officer (DPO)',
  'deputy-dsl': 'Deputy safeguarding leads',
  'family-support-worker': 'Family support worker',
  'learning-mentor': 'Learning mentor',
  volunteer: 'Volunteers and supply staff',
  'line-manager': 'Line manager',
  governor: 'Governors',
  chair: 'Chair of governors',
  'vice-chair': 'Vice-chair of governors',
  clerk: 'Clerk to the governors',
  'online-safety-governor': 'Online-safety governor',
  pupil: 'Pupils',
  parent: 'Parents and carers',
  visitor: 'Visitors',
  'community-user': 'Community users',
  trust: 'The trust or the council',
  provider: 'Broadband or filter provider',
} as const;

/** How often, or when, a clause has to be kept. */
export const periodWords = {
  none: 'No set time',
  ongoing: 'All the time',
  immediate: 'At once',
  'each-lesson': 'Each lesson',
  nightly: 'Each night',
  daily: 'Each school day',
  weekly: 'Each week',
  fortnightly: 'Each fortnight',
  'half-termly': 'Each half term',
  termly: 'Each term',
  annual: 'Each year',
  'every-two-years': 'Every two years',
  biannual: 'Twice a year or every two years (the policy does not say which)',
  regular: 'Regularly (the policy does not say how often)',
  'on-event': 'Each time it happens',
  'before-use': 'Before use',
  'on-entry': 'When a pupil joins',
  'at-induction': 'When a member of staff starts',
  'as-needed': 'When needed',
  'by-review-date': 'By the review date',
  'for-a-set-time': 'For a set time',
  'at-any-time': 'At any time',
  'until-closed': 'Until the school closes',
  permanent: 'For good',
} as const;

/** Kinds of site a profile can block. The filter's lists use the same codes. */
export const categoryWords = {
  'social-networks': 'social networks',
  'video-sharing': 'video sites',
  gambling: 'gambling sites',
  games: 'games sites',
  chat: 'chat sites',
  dating: 'dating sites',
  adult: 'sites for adults only',
  'self-harm': 'sites about self-harm',
  violence: 'violent sites',
  drugs: 'sites about drugs',
  extremism: 'extremist sites',
  webmail: 'e-mail sites',
  'proxies-and-vpn': 'sites that get round filters',
  piracy: 'sites with pirated material',
  forums: 'forums',
  downloads: 'download sites',
  'ai-chat': 'AI chat sites',
  'search-engines-other': 'search engines the school has not agreed',
  education: 'education sites',
  updates: 'update services',
  advertising: 'advertising',
  malware: 'sites that spread harmful software',
} as const;

/** Whom a filtering profile is for; the filter's block pages speak to the same five. */
export const audienceWords = {
  eyfs: 'Early years',
  ks1: 'Key Stage 1',
  ks2: 'Key Stage 2',
  staff: 'Staff',
  guest: 'Guests',
} as const;

/** Whom a clause of guidance tells something: each has a page, `/policy/for/<code>`. */
export const readerWords = {
  parents: 'Parents and carers',
  pupils: 'Pupils',
  staff: 'Staff',
  governors: 'Governors',
  visitors: 'Visitors and community users',
  technicians: 'Technicians and IT support',
} as const;

/** The four parts in which some policies look at online safety. */
export const partWords = {
  policies: 'Policies and practices',
  infrastructure: 'Infrastructure and technology',
  education: 'Education and training',
  standards: 'Standards and inspection',
} as const;

export type Kind = keyof typeof kindWords;
export type Area = keyof typeof areaWords;
export type Actor = keyof typeof actorWords;
export type Period = keyof typeof periodWords;
export type CategoryCode = keyof typeof categoryWords;
export type PackAudience = keyof typeof audienceWords;
export type PackReader = keyof typeof readerWords;
export type PackPart = keyof typeof partWords;

/** The word for a code of a vocabulary. A code that this version does not know (a record of an older one) is shown as it is. */
export function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}
