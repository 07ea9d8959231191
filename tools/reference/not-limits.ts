const PAGE = 'Part of a list that a page shows; the rest is on the next page or counted.';
const TURN = 'How much is done before other work gets its turn: more or less changes nothing but speed.';
const EVERY = 'How often a loop looks: oftener or seldomer changes nothing but how soon.';
const SHAPE = 'Part of a format: the tests that read what was written fail with any other.';
const SENTENCE = 'From when on a sentence is shown: it refuses nothing.';
const NEWEST = 'How many of the newest are looked at: it refuses nothing, and a school has fewer.';
const CUT = 'Where a text is cut short to be shown or found: the record itself is kept whole.';
const ROOM = 'Would take more memory or disk than a test may.';

/**
 * Numbers that look like limits and have no test of their own, each with why. By `file NAME`; test/conformance/limits.test.ts demands that whatever
 * is not in limit-tests.ts is here, and that nothing is in both.
 */
export const notLimits: Readonly<Record<string, string>> = {
  'src/modules/duties/commands/feeds.ts MOST_DAYS': `The nearest come first, and no post has so many in a year. ${PAGE}`,
  'src/modules/duties/commands/keep-duties.ts AT_ONCE': TURN,
  'src/modules/duties/feed.ts TOKEN_BYTES': SHAPE,
  'src/modules/duties/jobs.ts EVERY_MS': EVERY,
  'src/modules/duties/queries/duty-queries.ts MOST_SHOWN': PAGE,
  'src/cli/doctor/backups-and-mail.ts PATIENCE_MS': `How patient doctor is with clamd. ${SENTENCE}`,
  'src/cli/doctor/filter.ts BACKLOG_AFTER_MS': SENTENCE,
  'src/cli/doctor/filter.ts LISTS_OLD_AFTER_MS': SENTENCE,

  'src/cli/verify.ts LARGEST': 'A file that the operator names at their own terminal.',
  'src/filter/lists/parse-list.ts KEPT_REFUSALS': `Refused lines that are named; all are counted. ${PAGE}`,
  'src/filter/lists/table-format.ts HEADER_BYTES': SHAPE,
  'src/filter/lists/table-format.ts MAX_CLASSES': `${SHAPE} Two bytes hold no more.`,
  'src/filter/lists/table-format.ts MAX_SLOTS': `A GiB of lists. ${ROOM}`,
  'src/filter/proxy/filter-process.ts LOOK_MS': EVERY,
  'src/filter/proxy/limits.ts defaultLimits.connectMs':
    'No address on a machine of its own takes long to connect to and is surely not refused.',
  'src/modules/filtering/decision-controls.ts SIGN_DAYS': SENTENCE,
  'src/modules/filtering/duties.ts LONG_MS': SENTENCE,
  'src/modules/filtering/pages/requests/page.ts SIZE': PAGE,
  'src/modules/handover/duties.ts MOST_LEAVERS': `Lines on the home page. ${PAGE}`,
  'src/modules/incidents/case-controls.ts TASK_DAYS': SENTENCE,
  'src/modules/incidents/duties.ts MOST_IN_DANGER': `Lines on the home page. ${PAGE}`,
  'src/modules/incidents/handover.ts MOST_THINGS': PAGE,
  'src/modules/incidents/queries/log-queries.ts PAGE_SIZE': PAGE,
  'src/modules/monitoring/controls.ts BEHIND_AFTER_MS': SENTENCE,
  'src/modules/monitoring/follow-up.ts MOST_WAITING': TURN,
  'src/modules/monitoring/intake/take-in.ts BATCH': TURN,
  'src/modules/monitoring/lists.ts PAGE_SIZE': PAGE,
  'src/modules/monitoring/queries/view-alert.ts SHOWN_EVENTS': PAGE,
  'src/modules/monitoring/queries/view-visits.ts PRINTED': PAGE,
  'src/modules/people/duties.ts STILL_MINUTES': SENTENCE,
  'src/modules/people/passkeys/verify.ts TIMEOUT_MS':
    'A wish to the browser, which keeps it or not; what we keep is GOOD_FOR_SECONDS.',
  'src/modules/people/people-page.ts PAGE_SIZE': PAGE,
  'src/modules/people/resets/reset.ts SHOWN_EXPIRED': SENTENCE,
  'src/modules/people/roster/formats/mapping.ts MOST_WORDS': PAGE,
  'src/modules/people/roster/formats/school-data-sync.ts MOST_ROLE':
    'Letters of a word in a sentence about a refused line.',
  'src/modules/people/roster/import-folder.ts MOST_LINES': `Lines in a terminal. ${PAGE}`,
  'src/modules/people/roster/import-roster.ts MOST_LINES': PAGE,
  'src/modules/people/roster/in-worker.ts LONGEST_MS': 'A file that takes a minute to read: a test would take as long.',
  'src/modules/people/roster/in-worker.ts MOST_MB': ROOM,
  'src/modules/people/roster/in-worker.ts RESTS_MS':
    'How long an idle worker is kept for the next task: it refuses nothing.',
  'src/modules/people/roster/read-csv.ts ROWS_A_TURN': TURN,
  'src/modules/people/roster/read-state.ts ROWS': TURN,
  'src/modules/people/roster/show-import.ts FIRST_WAIT_MS':
    'How long a page waits before it is shown: it refuses nothing.',
  'src/modules/people/roster/worker-tasks.ts MOST_SHOWN': PAGE,
  'src/modules/people/single-sign-on/provider-client.ts REMEMBER_MS': `What a provider says of itself is asked again after it. ${EVERY}`,
  'src/modules/policy/pack.ts MOST_FAULTS': `Faults of a file that are looked at: the first is what is shown. ${PAGE}`,
  'src/modules/safekeeping/back-up.ts BEAT_MS': EVERY,
  'src/modules/safekeeping/pages/backups/page.ts MOST_SHOWN': PAGE,
  'src/modules/safekeeping/state.ts TOO_OLD_HOURS': SENTENCE,
  'src/modules/school/home.ts MOST_FIGURES': PAGE,
  'src/platform/auth/web-sessions.ts SEEN_EVERY': EVERY,
  'src/platform/backup/read-backup.ts MANIFEST_BYTES': ROOM,
  'src/platform/backup/read-backup.ts LINE_BYTES': ROOM,
  'src/platform/backup/read-backup.ts ROWS_AT_ONCE': TURN,
  'src/platform/backup/restore-backup.ts LONGEST_MS': 'A day: a restore takes as long as it takes.',
  'src/platform/backup/restore-backup.ts ROWS_AT_ONCE': TURN,
  'src/platform/backup/table-lines.ts ROWS_AT_ONCE': TURN,
  'src/platform/db/integrity.ts LONGEST_START_MS':
    'A check that takes a minute needs a database larger than a test may make.',
  'src/platform/db/integrity.ts LONGEST_NIGHT_MS': 'A check that takes three hours: as LONGEST_START_MS.',
  'src/platform/db/postgresql-connections.ts STATEMENT_SECONDS':
    'A setting of the server: half a minute of waiting would show it.',
  'src/platform/db/postgresql-connections.ts IDLE_SECONDS':
    'A setting of the server: a minute of waiting would show it.',
  'src/platform/db/postgresql-connections.ts SNAPSHOT_SECONDS':
    'A setting of the server: half an hour of waiting would show it.',
  'src/platform/db/postgresql-connections.ts AGAIN_MS': EVERY,
  'src/platform/db/seal-existing.ts BATCH': TURN,
  'src/platform/db/sealing.ts NONCE_BYTES': SHAPE,
  'src/platform/db/sealing.ts TAG_BYTES': SHAPE,
  'src/platform/db/sealing.ts KEY_BYTES': SHAPE,
  'src/platform/db/sqlite-dialect.ts KEPT_STATEMENTS': `Statements kept prepared; more are prepared anew. ${TURN}`,
  'src/platform/db/sqlite-store.ts AGAIN_MS': EVERY,
  'src/platform/deletion/warrant-files.ts LARGEST_BYTES': ROOM,
  'src/platform/deletion/warrants.ts AT_ONCE': TURN,
  'src/platform/files/file-kinds.ts HEAD_BYTES':
    'How far into a file its kind is looked for: the tests of the kinds fail with far less.',
  'src/platform/files/sweep-files.ts EVERY_MS': EVERY,
  'src/platform/http/web.ts CARRIED_SECONDS':
    'The age of a cookie; what it holds has a time of its own inside (FLOW_MINUTES).',
  'src/platform/log/log.ts MOST_WAITING_BYTES':
    'What the log holds while its disk takes nothing: no disk of a test stands still.',
  'src/platform/mail/kinds.ts DAYS_3': 'Hours of three days, for kinds of mail: GIVE_UP_HOURS is the limit.',
  'src/platform/mail/send-waiting.ts MOST_IN_A_TURN': TURN,
  'src/platform/mail/to-smtp.ts CONNECTIONS': 'Connections we make, not ones we take.',
  'src/webd.ts LOOK_FOR_RENEWAL_MS': EVERY,

  // Policy documents, registers, requests and deletions, standards.
  'src/modules/incidents/looking-controls.ts NEWEST_ROWS': NEWEST,
  'src/modules/policy/password-control.ts NEWEST_ROWS': NEWEST,
  'src/modules/monitoring/alert-times.ts MOST': NEWEST,
  'src/modules/monitoring/clearing/clearing-job.ts FIRST_BATCH': TURN,
  'src/modules/policy/ask-controls.ts AT_ONCE': TURN,
  'src/modules/policy/documents/duties.ts CHASED_AFTER': SENTENCE,
  'src/platform/documents/make-file.ts LONGEST_MS':
    'A document that takes a minute to make: a test would take as long.',
  'src/platform/documents/make-file.ts MOST_MB': ROOM,
  'src/platform/documents/make-file.ts KEPT': `Files kept ready; another is made anew. ${TURN}`,
  'src/modules/policy/documents/model.ts MOST_VERSIONS': PAGE,
  'src/modules/policy/documents/pages/versions/public.ts MOST': PAGE,
  'src/modules/privacy/duties.ts MOST_SIGNING': PAGE,
  'src/modules/privacy/shown-holds.ts MOST_RELEASED': PAGE,
  'src/modules/privacy/queries/retention-queries.ts MOST_PROOFS': PAGE,
  'src/modules/privacy/queue.ts MOST_COUNTED': `Beyond it a count says “or more”. ${PAGE}`,
  'src/modules/privacy/subject/duties.ts SOON_DAYS': SENTENCE,
  'src/modules/privacy/subject/queries.ts MOST': PAGE,
  'src/modules/registers/commands/import-commands.ts AT_ONCE': TURN,
  'src/modules/incidents/queries/log-queries.ts BATCH': TURN,
  'src/modules/registers/csv-file.ts BATCH': TURN,
  'src/modules/registers/duties.ts MOST_LINES': `Lines on the home page. ${PAGE}`,
  'src/modules/registers/entries-for-others.ts MOST': NEWEST,
  'src/modules/registers/entry-columns.ts MOST_TITLE': CUT,
  'src/modules/registers/entry-columns.ts MOST_SEARCH': CUT,
  'src/modules/registers/evidence-in-time.ts MOST_LOOKED_AT': NEWEST,
  'src/modules/registers/evidence.ts STALE_DAYS': SENTENCE,
  'src/modules/registers/field-views.ts MOST_RADIOS':
    'From when on a list opens instead of standing there: it refuses nothing.',
  'src/modules/registers/import/check-file.ts MOST_FAULTS': `All faulty lines are counted. ${PAGE}`,
  'src/modules/registers/import/check-file.ts MOST_FIRST': PAGE,
  'src/modules/registers/import/import-job.ts STEP_ROWS': TURN,
  'src/modules/registers/lists.ts MOST_OPENED': `A search of sealed words says when it did not look at all. ${PAGE}`,
  'src/modules/registers/lists.ts MOST_WORDS':
    'Words of a search that are looked for; those after them change nothing.',
  'src/modules/registers/pages/list/page.ts MOST_COLUMNS': `An entry shows them all. ${PAGE}`,
  'src/modules/registers/pages/list/page.ts MOST_CELL': CUT,
  'src/modules/registers/queries/list-queries.ts PAGE_SIZE': PAGE,
  'src/modules/registers/queries/list-queries.ts MOST_PRINTED': PAGE,
  'src/modules/registers/subject-records.ts BATCH': TURN,
  'src/modules/safekeeping/controls.ts NEWEST_ROWS': `All rows are checked by verify. ${NEWEST}`,
  'src/modules/standards/duties.ts MOST': PAGE,
  'src/modules/standards/radar-chart.ts SIZE': 'The size of a picture.',
  'src/modules/standards/review/measure.ts DAYS': 'How far back a review measures: it refuses nothing.',
};
