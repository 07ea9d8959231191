/** The test that shows a limit: its file, and the words of its name. */
export interface ShownBy {
  readonly file: string;
  readonly test: string;
}

const shownBy = (file: string, test: string): ShownBy => ({ file, test });

const SERVER = 'src/platform/http/server.test.ts';
const REFUSED = 'src/filter/proxy/refusal-counter.test.ts';

/** By `file NAME`. test/conformance/limits.test.ts demands that each test and each limit is there. */
export const limitTests: Readonly<Record<string, ShownBy>> = {
  'src/filter/engine/normalise-host.ts MAX_HOST': shownBy(
    'src/filter/lists/parse-list.test.ts',
    'an overlong name and an overlong label say so',
  ),
  'src/filter/identity/attempt-limit.ts MOST_ADDRESSES': shownBy(
    'src/filter/pages/gate-server.test.ts',
    'a flood from one address is stopped with true words',
  ),
  'src/filter/pages/form-ticket.ts FORM_LIFE_MS': shownBy(
    'src/filter/pages/gate-server.test.ts',
    'an old page of another person signs nobody out, and neither does a form that is not ours',
  ),
  'src/filter/proxy/client-hello.ts HELLO_LIMIT': shownBy(
    'src/filter/proxy/pure-parts.test.ts',
    'what is not TLS, and what is too long, is said to be so',
  ),
  'src/filter/proxy/refusal-counter.ts MOST_SINGLE': shownBy(
    REFUSED,
    'writes each of two hundred in a minute at once, one by one',
  ),
  'src/filter/proxy/refusal-counter.ts MOST_APART': shownBy(
    REFUSED,
    'a flood of ever new sites is bounded too, and those of another rule are counted apart',
  ),
  'src/filter/ruleset/gate-ticket.ts GATE_TICKET_LIFE': shownBy(
    'src/modules/filtering/pages/gate-sign-in/route.test.ts',
    'refuses a ticket whose five minutes are over',
  ),
  'src/filter/spool/record-lines.ts MAX_RECORD_BYTES': shownBy(
    'src/filter/spool/spool-reader.test.ts',
    'a mass of bytes without a line end is one gap',
  ),
  'src/modules/incidents/redacted.ts SMALL_GROUP': shownBy(
    'src/modules/incidents/pages/pages.test.ts',
    'governors see no name and no word, and fewer than five of a kind are not told apart',
  ),
  'src/modules/people/cover/name-cover.ts LONGEST_DAYS': shownBy(
    'src/modules/people/cover/cover.test.ts',
    'is refused for days that are past, the wrong way round, too long, or already theirs',
  ),
  'src/modules/people/resets/routes.ts CODE_TRIES': shownBy(
    'src/modules/people/resets/resets.test.ts',
    'gives five tries for the code',
  ),
  'src/modules/people/sign-in/second-step.ts CODE_TRIES': shownBy(
    'src/modules/people/pages/second-step/route.test.ts',
    'password and code lead in; a code works once; six wrong ones wait',
  ),
  'src/modules/people/roster/read-csv.ts MOST_ROWS': shownBy(
    'src/modules/people/roster/roster.test.ts',
    'more than 20,000 rows are refused aloud',
  ),
  'src/modules/people/roster/archive.ts MOST_FILES': shownBy(
    'src/modules/people/roster/archive.test.ts',
    'a bomb, too many files, and a file there twice are refused with a cure',
  ),
  'src/modules/people/roster/archive.ts MOST_RATIO': shownBy(
    'src/modules/people/roster/archive.test.ts',
    'a bomb, too many files, and a file there twice are refused with a cure',
  ),
  'src/modules/people/single-sign-on/bounded-fetch.ts ANSWER_MS': shownBy(
    'src/modules/people/single-sign-on/single-sign-on.test.ts',
    'says so when Google is away or answers without end, and passwords go on working',
  ),
  'src/modules/policy/pack.ts PACK_MAX_BYTES': shownBy(
    'src/modules/policy/pack.test.ts',
    'a file larger than 1 MB, unread',
  ),
  'src/modules/school/home.ts MOST_LINES': shownBy(
    'src/modules/school/home.test.ts',
    'the most urgent lines come first, at most seven, and the others are counted',
  ),
  'src/platform/auth/web-sessions.ts LONGEST': shownBy(
    'src/platform/auth/auth.test.ts',
    'last while they are used, end after half an hour without a page, and after twelve hours in any case',
  ),
  'src/platform/commands/runner.ts REFUSALS_A_MINUTE': shownBy(
    'src/platform/commands/runner.test.ts',
    'a program that tries what it may not, again and again, does not fill the trail',
  ),
  'src/platform/http/certificate.ts CERTIFICATE_WARNING_DAYS': shownBy(
    'src/platform/http/certificate.test.ts',
    'is spoken of in its last 21 days, when it is for another name, and when it cannot be used',
  ),
  'src/platform/http/typed-text.ts MOST_FIELDS': shownBy(
    'src/platform/http/app.test.ts',
    'stays small, however many fields a stranger sends',
  ),
  'src/platform/http/server.ts MOST_CONNECTIONS_OF_ONE': shownBy(
    SERVER,
    'one address holds so many connections: the next is closed, and one that ends makes room',
  ),
  'src/platform/http/flood-guard.ts REQUESTS_A_MINUTE': shownBy(
    SERVER,
    'one address may ask so often in a minute, and no more',
  ),
  ...Object.fromEntries(
    ['HEAD_MS', 'REQUEST_MS', 'IDLE_CONNECTION_MS', 'NEXT_REQUEST_MS', 'HANDSHAKE_MS', 'MOST_CONNECTIONS'].map(
      (name) =>
        [
          `src/platform/http/server.ts ${name}`,
          shownBy(SERVER, 'the server holds to its limits of time and number'),
        ] as const,
    ),
  ),
};
