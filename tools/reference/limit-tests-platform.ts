import type { Row } from './limit-tests.ts';

/** The limits of the platform, each with the test that shows it. */
export const platformRows: readonly Row[] = [
  [
    'src/platform/auth/auth.test.ts',
    'last while they are used, end after half an hour without a page, and after twelve hours in any case',
    'src/platform/auth/web-sessions.ts LONGEST',
    'src/platform/auth/web-sessions.ts IDLE',
  ],
  [
    'src/platform/auth/auth.test.ts',
    'of one person are so many at most: one more ends that which was not used for longest, and nobody else’s',
    'src/platform/auth/web-sessions.ts MOST_SESSIONS',
  ],
  [
    'src/platform/auth/auth.test.ts',
    'half-way signed in last twenty minutes, used or not',
    'src/platform/auth/web-sessions.ts HALF_WAY',
  ],
  [
    'src/platform/auth/auth.test.ts',
    'a new one is refused: ',
    'src/platform/auth/passwords.ts PASSWORD_MIN',
    'src/platform/auth/passwords.ts PASSWORD_MAX',
  ],
  [
    'src/platform/auth/auth.test.ts',
    'more sign-ins at once than can wait are asked to come again; those that wait are all answered',
    'src/platform/auth/passwords.ts MOST_WAITING',
    'src/platform/auth/passwords.ts AT_ONCE',
  ],
  [
    'src/platform/commands/runner.test.ts',
    'a program that tries what it may not, again and again, does not fill the trail',
    'REFUSALS_A_MINUTE',
  ],
  [
    'src/platform/db/store.test.ts',
    'a transaction that never ends is undone, and the ones behind it go on',
    'LONGEST_MS',
  ],
  [
    'src/platform/db/two-stores.test.ts',
    'who waits too long for another program is told that nothing was saved, and other work goes on meanwhile',
    'src/platform/db/store.ts LONGEST_WAIT_MS',
  ],
  [
    'src/platform/files/file-store.test.ts',
    'sweeps what nothing refers to, a day after it was written and not before',
    'KEPT_ANYWAY',
  ],
  [
    'src/platform/files/file-store.test.ts',
    'that answers nonsense, or hangs up, stops every file',
    'src/platform/files/virus-scan.ts PATIENCE_MS',
    'src/platform/files/virus-scan.ts MOST_ANSWER',
  ],
  [
    'src/platform/http/certificate.test.ts',
    'is spoken of in its last 21 days, when it is for another name, and when it cannot be used',
    'CERTIFICATE_WARNING_DAYS',
  ],
  [
    'src/platform/http/app.test.ts',
    'stays small, however many fields a stranger sends',
    'src/platform/http/typed-text.ts MOST_FIELDS',
    'src/platform/http/typed-text.ts MOST_CHARACTERS',
  ],
  [
    'src/platform/http/app.test.ts',
    'is nothing of a form that is too large: it is refused unread, and one that fits is read',
    'BODY_LIMIT',
  ],
  [
    'src/platform/http/uploads.test.ts',
    'fields of text are limited together, not only each: fifty large ones are not held',
    'TEXT_BYTES',
  ],
  [
    'src/platform/http/server.test.ts',
    'one address may ask so often in a minute, and no more',
    'src/platform/http/flood-guard.ts REQUESTS_A_MINUTE',
  ],
  [
    'src/platform/http/server.test.ts',
    'so many clients are counted at once: one more and the counting begins anew, so that it never takes all memory',
    'src/platform/http/flood-guard.ts MOST_KEYS',
  ],
  [
    'src/platform/http/server.test.ts',
    'one address holds so many connections: the next is closed, and one that ends makes room',
    'MOST_CONNECTIONS_OF_ONE',
  ],
  ['src/platform/http/server.test.ts', 'the server holds to its limits of time and number', 'MOST_CONNECTIONS'],
  ['src/platform/http/server.test.ts', 'a head that is too long is refused, one that fits is not', 'HEAD_BYTES'],
  [
    'src/platform/http/server.test.ts',
    'who never agrees on TLS, sends half a head, half a request, nothing at all, or nothing more, is hung up on',
    'HEAD_MS',
    'REQUEST_MS',
    'IDLE_CONNECTION_MS',
    'NEXT_REQUEST_MS',
    'HANDSHAKE_MS',
    'LOOK_EVERY_MS',
  ],
  [
    'src/platform/mail/outbox.test.ts',
    'tries again what is refused for now, later each time, and gives up after three days',
    'src/platform/mail/backoff.ts GIVE_UP_HOURS',
  ],
  [
    'src/platform/mail/outbox.test.ts',
    'killed between sending and marking sends once more with the same Message-ID, and never a third time',
    'src/platform/mail/send-waiting.ts LEASE',
  ],
  ['src/platform/mail/returned-mail.test.ts', 'that is too large', 'MOST_RETURNED_BYTES'],
  [
    'src/platform/mail/outbox.test.ts',
    'keeps the address of a message for thirty days after it went, and not longer',
    'src/platform/mail/outbox.ts ADDRESS_KEPT_HOURS',
  ],
  [
    'src/platform/auth/web-devices.test.ts',
    'a browser is remembered for four hundred days after its last sign-in',
    'DEVICE_DAYS',
  ],
  [
    'src/platform/db/postgresql-connections.test.ts',
    'a database server that takes a connection and says nothing is given up',
    'CONNECT_MS',
  ],
  [
    'src/platform/http/uploads.test.ts',
    'a form of more fields than any of ours has is refused',
    'src/platform/http/uploads.ts MOST_FIELDS',
  ],
  [
    'src/modules/incidents/pages/file/page.test.ts',
    'comes beside so much text and no more',
    'src/platform/http/upload-pages.ts MOST_TEXT_BYTES',
  ],
  [
    'src/modules/incidents/pages/file/page.test.ts',
    'waits while four others are coming in',
    'src/platform/http/upload-pages.ts AT_ONCE',
  ],
];
