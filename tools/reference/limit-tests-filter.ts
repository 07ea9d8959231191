import type { Row } from './limit-tests.ts';

/** The tests of the filter's limits, and of the command line's (see limit-tests.ts). */
export const filterRows: readonly Row[] = [
  [
    'src/filter/lists/parse-list.test.ts',
    'an overlong name and an overlong label say so',
    'src/filter/engine/normalise-host.ts MAX_HOST',
    'src/filter/engine/normalise-host.ts MAX_LABEL',
  ],
  [
    'src/filter/lists/parse-list.test.ts',
    'bytes and names are limited',
    'defaultLimits.maxBytes',
    'defaultLimits.maxNames',
  ],
  [
    'src/filter/identity/attempt-limit.test.ts',
    'so many addresses are remembered at once: one more and the oldest is forgotten, none of the others',
    'MOST_ADDRESSES',
  ],
  [
    'src/filter/identity/identity.test.ts',
    'so many sign-ins wait for their browser at once: one more and the oldest is forgotten',
    'src/filter/identity/sessions-table.ts MOST_PENDING',
  ],
  [
    'src/filter/identity/identity.test.ts',
    'wrong tries close an address for the rest of the window, and no other address',
    'src/filter/proxy/proxy-worker.ts WRONG_LOG_INS',
    'src/filter/proxy/proxy-worker.ts MINUTE_MS',
  ],
  [
    'src/filter/pages/form-ticket.test.ts',
    'an open form is good for two hours: to the last millisecond, and not for one more',
    'FORM_LIFE_MS',
  ],
  [
    'src/filter/pages/form-ticket.test.ts',
    'so many spent tickets are remembered: one more and the oldest goes; those that are over go by themselves',
    'MOST_SPENT',
  ],
  [
    'src/filter/pages/recent-blocks.test.ts',
    'what was refused is shown for ten minutes, the latest eight of one person',
    'KEEP_MS',
    'MOST_SHOWN',
  ],
  [
    'src/filter/pages/recent-blocks.test.ts',
    'of one address so many are remembered, and of so many addresses',
    'MOST_PER_ADDRESS',
    'MOST_ADDRESSES',
  ],
  [
    'src/filter/pages/gate-server.test.ts',
    'a flood from one address is stopped with true words',
    'src/filter/proxy/filter-process.ts CALLS_PER_MINUTE',
    'src/filter/proxy/filter-process.ts MINUTE_MS',
  ],
  [
    'src/filter/pages/gate-server.test.ts',
    'what is no form of ours is refused',
    'src/filter/pages/gate-forms.ts MOST_BODY',
  ],
  [
    'src/filter/pages/gate-server.test.ts',
    'says hello when the session has arrived, and leads to the start page when it does not come',
    'SIGN_IN_WAIT_MS',
  ],
  [
    'src/filter/pages/gate-server.test.ts',
    'hands over a ticket that says where the browser is, good for five minutes',
    'src/filter/ruleset/gate-ticket.ts GATE_TICKET_LIFE',
  ],
  [
    'src/filter/proxy/pure-parts.test.ts',
    'what is not TLS, and what is too long, is said to be so',
    'src/filter/proxy/client-hello.ts HELLO_LIMIT',
  ],
  [
    'src/filter/proxy/pure-parts.test.ts',
    'follows the wall clock forward, with an alarm for an hour',
    'src/filter/proxy/steady-clock.ts ALARM_MS',
  ],
  [
    'src/filter/proxy/pure-parts.test.ts',
    'is quiet about small corrections, and never behind another thread',
    'src/filter/proxy/steady-clock.ts JUMP_MS',
  ],
  [
    'src/filter/proxy/dialler.test.ts',
    'an answer of the resolver is used again for five seconds, and no longer',
    'ANSWER_MS',
  ],
  [
    'src/filter/proxy/dialler.test.ts',
    'so many answers are kept at once: one more and all are asked anew',
    'MOST_ANSWERS',
  ],
  ['src/filter/proxy/dialler.test.ts', 'this machine’s own addresses are asked for again after ten seconds', 'OWN_MS'],
  [
    'src/filter/proxy/proxy-server.test.ts',
    'a head that is too long, or of too many fields, is refused',
    'src/filter/proxy/limits.ts defaultLimits.headBytes',
    'src/filter/proxy/limits.ts defaultLimits.headFields',
  ],
  [
    'src/filter/proxy/proxy-server.test.ts',
    'a head that comes drop by drop is cut off',
    'src/filter/proxy/limits.ts defaultLimits.headMs',
  ],
  [
    'src/filter/proxy/proxy-server.test.ts',
    'a connection that asks for nothing more is closed',
    'src/filter/proxy/limits.ts defaultLimits.keepAliveMs',
  ],
  [
    'src/filter/proxy/tunnel.test.ts',
    'in which nothing moves is closed',
    'src/filter/proxy/limits.ts defaultLimits.tunnelIdleMs',
  ],
  [
    'src/filter/proxy/proxy-server.test.ts',
    'one address gets only so many connections',
    'src/filter/proxy/limits.ts defaultLimits.connectionsPerAddress',
  ],
  [
    'src/filter/proxy/proxy-server.test.ts',
    'a site that does not answer gives 502, one that is silent 504, an unknown name 502, in plain words',
    'src/filter/proxy/limits.ts defaultLimits.answerMs',
  ],
  [
    'src/filter/proxy/tunnel.test.ts',
    'something that is not TLS, a hello with two names, and silence are closed',
    'src/filter/proxy/limits.ts defaultLimits.helloMs',
  ],
  [
    'src/filter/proxy/tunnel.test.ts',
    'closes at the end of an allowance by itself, and when the person signs out',
    'src/filter/proxy/limits.ts defaultLimits.againMs',
  ],
  [
    'src/filter/proxy/refusal-counter.test.ts',
    'writes each of two hundred in a minute at once, one by one',
    'MOST_SINGLE',
  ],
  [
    'src/filter/proxy/refusal-counter.test.ts',
    'a flood of ever new sites is bounded too, and those of another rule are counted apart',
    'MOST_APART',
  ],
  [
    'src/filter/proxy/refusal-counter.test.ts',
    'watches so many people and devices at once: one more and the counts are written, none is lost',
    'MOST_WATCHED',
  ],
  [
    'src/filter/proxy/visit-counter.test.ts',
    'so many different visits are held at once: one more and all are written early, none is lost',
    'MOST_HELD',
  ],
  [
    'src/filter/proxy/school-only.test.ts',
    'strangers are counted into one line of the log a minute, without their addresses',
    'SAY_EVERY_MS',
  ],
  [
    'src/filter/proxy/filter-process.test.ts',
    'through the proxy the gate answers, and sign-in follows the web app’s heartbeat',
    'src/filter/proxy/site-watch.ts SILENT_MS',
  ],
  [
    'src/filter/ruleset/read.test.ts',
    'keeps the last five rulesets and the lists they use',
    'src/filter/ruleset/publish.ts KEPT',
  ],
  ['src/filter/ruleset/read.test.ts', 'that is larger than any ruleset is not read', 'MAX_RULESET_BYTES'],
  [
    'src/filter/spool/spool-reader.test.ts',
    'a mass of bytes without a line end is one gap',
    'src/filter/spool/record-lines.ts MAX_RECORD_BYTES',
  ],
  [
    'src/cli/keys.test.ts',
    'that never ends is not read: what is longer than a key can be is refused with the cure, and nothing is written',
    'src/cli/typed-input.ts MOST_TYPED',
  ],
  [
    'src/filter/lists/parse-list.test.ts',
    'a line of two thousand bytes is read, and one of more is no name',
    'src/filter/lists/parse-list.ts defaultLimits.maxLine',
  ],
  [
    'src/filter/proxy/proxy-server.test.ts',
    'an answer that stops half-way is given up',
    'src/filter/proxy/limits.ts defaultLimits.idleMs',
  ],
  [
    'src/modules/filtering/compiler/compile-ruleset.test.ts',
    'may have fifty lists of the school’s own, and no more',
    'src/modules/filtering/commands/lists.ts MOST_OWN_LISTS',
  ],
  ['src/modules/filtering/compiler/compile-ruleset.test.ts', 'hold fifty stops of one person', 'MOST_STOPS'],
  [
    'src/modules/filtering/controls.test.ts',
    'a gate that takes the question and never answers does not hold up whoever asks',
    'src/modules/filtering/notice-control.ts ANSWER_MS',
  ],
  [
    'src/modules/filtering/controls.test.ts',
    'the notice is looked for on the gate’s start page',
    'src/modules/filtering/notice-control.ts MOST_LENGTH',
  ],
  [
    'src/modules/filtering/records/gate-sessions.test.ts',
    'the filter is told that a browser may come back for two minutes',
    'CONFIRM_LIFE',
  ],
  ['src/filter/proxy/worker-pool.test.ts', 'a proxy thread that dies is started again twenty times', 'MOST_RESTARTS'],
];
