import { filterRows } from './limit-tests-filter.ts';
import { platformRows } from './limit-tests-platform.ts';

/** The test that shows a limit: its file, and the words of its name. */
export interface ShownBy {
  readonly file: string;
  readonly test: string;
}

/** A test, and the limits that it shows: each by `file NAME`, or by `NAME` alone when it is of the file that the test lies beside. */
export type Row = readonly [file: string, test: string, ...limits: readonly string[]];

const rows: readonly Row[] = [
  ...filterRows,
  // Recurring duties, and the calendars that show them.
  [
    'src/modules/duties/calendar-feed.test.ts',
    'is read sixty times an hour and no more, whoever reads it',
    'src/modules/duties/pages/feed/route.ts PER_TOKEN',
  ],
  [
    'src/modules/duties/duties.test.ts',
    'is noted for sixty days back and no further, a hundred at a time until all is',
    'src/modules/duties/falling-due.ts DAYS_BACK',
  ],
  [
    'src/modules/duties/duties.test.ts',
    'keeps a file that its owner adds, and opens it for who may read it',
    'src/modules/duties/pages/do/page.ts MOST_FILE_BYTES',
  ],
  // What the school does with the filter, and with what it finds.
  [
    'src/modules/filtering/controls.test.ts',
    'is out of date while the filter obeys an older ruleset, and eleven seconds after it was last heard',
    'src/modules/filtering/force-state.ts SILENT_AFTER_MS',
  ],
  ['src/modules/filtering/controls.test.ts', 'measures the time from a decision to its effect', 'PROMISED_MS'],
  [
    'src/modules/incidents/pages/pages.test.ts',
    'governors see no name and no word, and fewer than five of a kind are not told apart',
    'src/modules/incidents/redacted.ts SMALL_GROUP',
  ],
  [
    'src/modules/incidents/pages/file/page.test.ts',
    'that is refused is told at its field, and what was typed is kept',
    'src/modules/incidents/attachments.ts MOST_FILE_BYTES',
  ],
  [
    'src/modules/incidents/sanction-times.test.ts',
    'a sanction lasts a school year at most, to the hour',
    'LONGEST_HOURS',
  ],
  ['src/modules/incidents/sanction-times.test.ts', 'and a minute at least', 'SHORTEST'],
  [
    'src/modules/incidents/sign-off.test.ts',
    'a term with more incidents than one view shows is not signed',
    'src/modules/incidents/sign-off.ts MOST_ROWS',
  ],
  [
    'src/modules/people/commands/set-log-in.test.ts',
    'a pupil’s password has six characters or more',
    'PUPIL_PASSWORD_MIN',
  ],
  ['src/modules/people/passkeys/challenge.test.ts', 'a challenge is good for a quarter of an hour', 'GOOD_FOR_SECONDS'],
  [
    'src/modules/people/passkeys/challenge.test.ts',
    'somebody has twenty passkeys at most',
    'src/modules/people/passkeys/commands/add-passkey.ts MOST',
  ],
  [
    'src/modules/people/resets/reset.test.ts',
    'a wish for a reset waits a week',
    'src/modules/people/resets/reset.ts WISH_LIFE',
  ],
  [
    'src/modules/people/second-factor/commands/offer-authenticator.test.ts',
    'the same secret is offered again for half an hour',
    'SAME_FOR',
  ],
  [
    'src/modules/safekeeping/commands/warrants.test.ts',
    'one warrant names twenty thousand records at most',
    'src/modules/safekeeping/commands/warrants.ts MOST_ROWS',
  ],
  [
    'src/modules/monitoring/follow-up.test.ts',
    'more than one command takes are all counted',
    'src/modules/monitoring/commands/raise-alerts.ts MOST_EVENTS',
  ],
  [
    'src/modules/monitoring/follow-up.test.ts',
    'again and again is counted each time and mailed again only after five minutes',
    'src/modules/monitoring/commands/raise-alerts.ts MAIL_AGAIN_AFTER',
  ],
  [
    'src/modules/monitoring/pages/review/page.test.ts',
    'is met after a review with a running filter, and out of date after eight days',
    'src/modules/monitoring/commands/record-review.ts REVIEW_DAYS',
  ],
  [
    'src/modules/monitoring/intake/take-in.test.ts',
    'follows the time that the last one took, within bounds',
    'src/modules/monitoring/intake/intake-job.ts LONGEST_BATCH_MS',
    'src/modules/monitoring/intake/intake-job.ts SMALLEST_BATCH',
    'src/modules/monitoring/intake/intake-job.ts LARGEST_BATCH',
  ],
  [
    'src/modules/monitoring/pages/visits/page.test.ts',
    'is paged, can be had whole for printing, and can be narrowed to what was blocked',
    'src/modules/monitoring/queries/view-visits.ts SIZE',
  ],
  [
    'src/modules/policy/broken-pack.test.ts',
    'a file larger than 1 MB, unread',
    'src/modules/policy/pack.ts PACK_MAX_BYTES',
  ],
  [
    'src/modules/policy/review.test.ts',
    'must lie ahead, and not absurdly far',
    'src/modules/policy/commands/record-review.ts MOST_YEARS',
  ],
  [
    'src/modules/policy/review.test.ts',
    'waits on the home page of head and lead while it is missing, near or late, and of nobody else',
    'DAYS_OF_NOTICE',
  ],
  [
    'src/modules/school/home.test.ts',
    'the most urgent lines come first, at most seven, and the others are counted',
    'MOST_LINES',
  ],
  [
    'src/modules/school/home.test.ts',
    'a set-up link is kept only as a hash, ends after seven days, and a new one can be made',
    'src/modules/school/set-up-link.ts LASTS',
  ],
  // People: signing in.
  ...(
    [
      ['the old password, by its owner’s browser', 'src/modules/people/commands/change-password.ts TRIES'],
      ['the password that confirms who it is', 'src/modules/people/commands/confirm-identity.ts TRIES'],
      ['the first code of a new app', 'src/modules/people/second-factor/commands/enrol-authenticator.ts TRIES'],
      ['a passkey, from one address', 'src/modules/people/pages/sign-in/passkey-route.ts PER_ADDRESS'],
      ['a set-up link, from one address', 'src/modules/people/pages/set-up/page.ts PER_ADDRESS'],
      ['a reset’s link, from one address', 'src/modules/people/resets/routes.ts LINKS_PER_ADDRESS'],
      ['asking for help, from one address', 'src/modules/people/resets/routes.ts WISHES_PER_ADDRESS'],
      ['a sign-in with a provider, from one address', 'src/modules/people/single-sign-on/routes.ts PER_ADDRESS'],
      ['signing in from one address of the school', 'src/modules/people/sign-in/try-limits.ts tryLimits.addressInside'],
      ['signing in on one browser, whatever the names', 'src/modules/people/sign-in/try-limits.ts tryLimits.browser'],
      [
        'help for one name can be asked for three times an hour; after that nothing happens, and the page does not tell',
        'src/modules/people/resets/routes.ts WISHES_PER_NAME',
      ],
    ] as const
  ).map(([test, limit]) => ['src/modules/people/sign-in/rates.test.ts', test, limit] as const),
  [
    'src/modules/people/sign-in/try-limits.test.ts',
    'a browser that its owner knows is limited too',
    'tryLimits.knownBrowser',
  ],
  [
    'src/modules/people/sign-in/try-limits.test.ts',
    'a name that nobody has waits after as many tries as one that somebody has',
    'tryLimits.nameInside',
  ],
  [
    'src/modules/people/sign-in/try-limits.test.ts',
    'whoever tries one name from many computers does not lock its owner out of the browser they use',
    'tryLimits.nameOutside',
  ],
  [
    'src/modules/people/sign-in/try-limits.test.ts',
    'an address outside is limited whatever the names, and one inside is not at that number; good sign-ins are no tries',
    'tryLimits.addressOutside',
  ],
  [
    'src/modules/people/pages/second-step/route.test.ts',
    'password and code lead in; a code works once; six wrong ones wait',
    'src/modules/people/sign-in/second-step.ts CODE_TRIES',
    'src/modules/people/second-factor/one-time-codes.ts STEP_SECONDS',
  ],
  [
    'src/modules/people/pages/sign-in/passkey-route.test.ts',
    'after ten minutes the pages that change how one signs in ask to confirm first, and lead back',
    'src/platform/auth/web-sessions.ts CONFIRMED_FOR',
  ],
  [
    'src/modules/people/resets/resets.test.ts',
    'gives five tries for the code',
    'src/modules/people/resets/routes.ts CODE_TRIES',
  ],
  [
    'src/modules/people/resets/resets.test.ts',
    'is over after a day, or when somebody stops it',
    'src/modules/people/resets/reset.ts LINK_LIFE',
  ],
  [
    'src/modules/people/resets/resets.test.ts',
    'does not count when nobody confirms it within a day',
    'src/modules/people/resets/reset.ts WAITING_LIFE',
  ],
  [
    'src/modules/people/single-sign-on/bounded-fetch.test.ts',
    'for five seconds in all: then the request is stopped, be it before the answer or in the middle of it',
    'ANSWER_MS',
  ],
  ['src/modules/people/single-sign-on/bounded-fetch.test.ts', 'for so many bytes and no more', 'MOST_BYTES'],
  [
    'src/modules/people/single-sign-on/single-sign-on.test.ts',
    'says that the clock is off',
    'src/modules/people/single-sign-on/provider-client.ts MOST_OFF_SECONDS',
  ],
  [
    'src/modules/people/single-sign-on/single-sign-on.test.ts',
    'refuses an answer in a browser that did not ask, with a made-up cookie, and after ten minutes',
    'src/modules/people/single-sign-on/flow-cookie.ts FLOW_MINUTES',
  ],
  [
    'src/modules/people/cover/cover.test.ts',
    'is refused for days that are past, the wrong way round, too long, or already theirs',
    'src/modules/people/cover/name-cover.ts LONGEST_DAYS',
  ],
  // People: rosters.
  [
    'src/modules/people/roster/archive.test.ts',
    'a bomb, too many files, and a file there twice are refused with a cure',
    'MOST_FILES',
    'MOST_EACH',
  ],
  [
    'src/modules/people/roster/archive.test.ts',
    'a file packed to a two-hundredth is taken, one packed more tightly is not, and a small one may be as it likes',
    'MOST_RATIO',
    'SMALL',
  ],
  ['src/modules/people/roster/archive.test.ts', 'files that each are small enough are too large together', 'MOST_ALL'],
  [
    'src/modules/people/roster/roster.test.ts',
    'more than 20,000 rows are refused aloud',
    'src/modules/people/roster/read-csv.ts MOST_ROWS',
  ],
  [
    'src/modules/people/roster/bring-roster.test.ts',
    'so many files are brought at once, and so many bytes together, before anything is unpacked',
    'MOST_FILES',
    'MOST_BROUGHT',
  ],
  [
    'src/modules/people/roster/bring-roster.test.ts',
    'one file holds twenty megabytes and no more',
    'src/modules/people/roster/read-csv.ts MOST_BYTES',
  ],
  [
    'src/modules/people/roster/bring-roster.test.ts',
    'a file of the school’s own has so many columns at most',
    'src/modules/people/roster/formats/cells.ts MOST_COLUMNS',
  ],
  // Policy documents, registers, requests and deletions, standards.
  [
    'src/modules/policy/coverage.test.ts',
    'goes on without a control that does not answer',
    'src/modules/policy/ask-controls.ts LONGEST',
  ],
  [
    'src/modules/privacy/subject/redaction.test.ts',
    'are left out whole, by their parts, and in the possessive; parts of other words are not',
    'SHORTEST',
  ],
  [
    'src/modules/registers/import/import.test.ts',
    'is put aside after a day in which nobody took it in',
    'src/modules/registers/import/import-job.ts HOURS_KEPT',
  ],
  [
    'src/modules/policy/documents/story.test.ts',
    'a consultation ends within 200 days',
    'src/modules/policy/documents/commands/consultation.ts MOST_DAYS',
  ],
  [
    'src/platform/documents/make-file.test.ts',
    'eight wait at most: whoever asks for a ninth is told to come back, and the eight are made',
    'src/platform/documents/make-file.ts MOST_WAITING',
  ],
  [
    'src/modules/policy/broken-pack.test.ts',
    'a clause that needs five controls; four are read',
    'src/modules/policy/pack-schema.ts MOST_CONTROLS',
  ],
  [
    'src/modules/privacy/retention.test.ts',
    'are kept back for ten years at once, and no longer',
    'src/modules/privacy/commands/keep-record.ts MOST_YEARS',
  ],
  [
    'src/modules/privacy/queue.test.ts',
    'is the oldest 200 records, not counting those that something keeps',
    'MOST_RECORDS',
  ],
  [
    'src/modules/privacy/queue.test.ts',
    'is no more than the 20,000 rows that a warrant names, each record whole',
    'MOST_ROWS',
  ],
  [
    'src/modules/registers/pages/file/page.test.ts',
    'has 20 MB at most: a larger one is refused at its field, and what was typed is kept',
    'src/modules/registers/commands/add-register-file.ts MOST_FILE_BYTES',
  ],
  [
    'src/modules/registers/own.test.ts',
    'is the hundredth at most',
    'src/modules/registers/commands/own-commands.ts MOST_OWN',
  ],
  ['src/modules/registers/field-schema.test.ts', 'of one line takes 200 characters and no more', 'MOST_LINE'],
  ['src/modules/registers/field-schema.test.ts', 'of words takes 5,000 characters and no more', 'MOST_WORDS'],
  [
    'src/modules/registers/field-schema.test.ts',
    'of several takes 200 different things and no more, each counted once',
    'MOST_SEVERAL',
  ],
  [
    'src/modules/registers/import/import.test.ts',
    'refuses a file of more than 20 MB, and says so',
    'src/modules/registers/import/read-records.ts MOST_IMPORT_BYTES',
  ],
  [
    'src/modules/registers/import/read-records.test.ts',
    'takes 50,000 lines below the names of the columns, and not one more',
    'MOST_IMPORT_ROWS',
  ],
  [
    'src/modules/registers/import/read-records.test.ts',
    'takes lines of 200 cells, and names the line that has more',
    'MOST_CELLS',
  ],
  [
    'src/modules/standards/standards.test.ts',
    'larger than 500 kB is not read',
    'src/modules/standards/standard.ts STANDARD_MAX_BYTES',
  ],
  ...platformRows,
];

/** By `file NAME`. test/conformance/limits.test.ts demands that each test and each limit is there. */
export const limitTests: Readonly<Record<string, ShownBy>> = Object.fromEntries(
  rows.flatMap(([file, test, ...limits]) =>
    limits.map((limit) => {
      const whole = limit.includes(' ') ? limit : `${file.replace('.test.ts', '.ts')} ${limit}`;
      return [whole, { file, test }] as const;
    }),
  ),
);
