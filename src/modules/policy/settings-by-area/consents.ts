import { codes, numberOf, oneOf, someOf } from '../setting-kinds.ts';

/** What policies say differently about agreements, consents, and pictures. */

const optOut =
  'Silence is not consent: consent needs a clear affirmative act, and can be withdrawn at any time (UK GDPR Article 4(11) and Article 7).';

export const consentSettings = {
  'agreement-audiences': someOf(
    'agreement-audiences',
    'Who has an acceptable-use agreement of their own',
    {
      eyfs: 'Early years',
      ks1: 'Key Stage 1',
      ks2: 'Key Stage 2',
      staff: 'Staff',
      governor: 'Governors',
      visitor: 'Visitors',
      volunteer: 'Volunteers and supply staff',
      community: 'Community users',
      technician: 'Technical contractors',
      parent: 'Parents and carers',
    },
    ['eyfs', 'ks1', 'ks2', 'staff', 'parent'],
  ),
  'parent-agreement-renewal': oneOf('parent-agreement-renewal', 'How often parents sign their agreement', {
    annual: 'Each year',
    'every-two-years': 'Every two years',
    'on-entry': 'When a pupil joins',
  }),
  'picture-consent': oneOf(
    'picture-consent',
    'How parents agree to pictures of their child',
    {
      'written-opt-in': 'In writing, before a picture is taken or used',
      'recorded-opt-in': 'They say yes, and it is recorded',
      'silence-is-yes': 'Who says nothing has agreed',
    },
    {
      law: {
        values: ['silence-is-yes'],
        reading: 'written-opt-in',
        says: `${optOut} The school asks in writing, and no answer counts as no.`,
      },
    },
  ),
  'picture-consent-renewal': oneOf('picture-consent-renewal', 'How often consent for pictures is asked again', {
    annual: 'Each year',
    'every-two-years': 'Every two years',
    'on-entry': 'Once, when a pupil joins',
  }),
  'picture-consent-purposes': codes('picture-consent-purposes', 'Purposes for which picture consent is asked', [
    'taking',
    'website',
    'social-media',
    'publicity',
  ]),
  'staff-picture-consent': oneOf(
    'staff-picture-consent',
    'Whether staff are asked before they are pictured',
    { asked: 'They are asked', assumed: 'They are taken to agree' },
    { law: { values: ['assumed'], reading: 'asked', says: `${optOut} Staff are asked as well.` } },
  ),
  'internet-consent': oneOf(
    'internet-consent',
    'How parents agree to their child using the internet in school',
    {
      'signed-yearly': 'They sign each year',
      'opt-in': 'They say yes once',
      'opt-out': 'They write if they do not want it',
      'not-asked': 'They are not asked',
    },
    { fallback: 'opt-in' },
  ),
  'video-call-consent': oneOf(
    'video-call-consent',
    'How parents agree to video calls',
    {
      written: 'In writing, for video calls',
      general: 'As part of the general agreement',
      'silence-is-yes': 'Who says nothing has agreed',
      'not-asked': 'They are not asked',
    },
    {
      law: {
        values: ['silence-is-yes'],
        reading: 'written',
        says: `${optOut} The school asks in writing, and no answer counts as no.`,
      },
    },
  ),
  'caption-names': oneOf('caption-names', 'Names beside published pictures', {
    none: 'No names',
    'first-name-at-most': 'First name at most',
    'no-full-names': 'No full names',
  }),
  'event-pictures': oneOf(
    'event-pictures',
    'Whom parents may photograph at events',
    {
      'asked-not-to': 'Nobody: they are asked not to',
      'own-child-only': 'Their own child only',
      allowed: 'Anybody',
    },
    { fallback: 'own-child-only' },
  ),
  'picture-equipment': oneOf('picture-equipment', 'Whose cameras and devices pictures of pupils are taken with', {
    'school-only': 'The school’s only',
    'head-permits': 'The school’s; another only where the headteacher permits it',
    'own-allowed': 'Their own is allowed',
  }),
  'image-retention-years': numberOf(
    'image-retention-years',
    'How many years pictures of pupils are kept',
    { from: 0, to: 25, safer: 'lower', or: 'until-closed' },
    7,
    {
      words: { 'until-closed': 'Until the school closes' },
      advice: {
        values: ['until-closed', 10, 15, 20, 25],
        says: 'Pictures are kept no longer than the purpose they were taken for needs (UK GDPR Article 5(1)(e)): write down why so long.',
      },
    },
  ),
  'image-archive': oneOf('image-archive', 'Whether some pictures are kept for good', {
    none: 'None',
    selected: 'A chosen few, as the school’s archive',
  }),
  'image-clear-down-days': numberOf(
    'image-clear-down-days',
    'After how many days pictures are cleared off cameras and tablets',
    { from: 1, to: 365, safer: 'lower' },
    7,
  ),
};
