import { holds } from '../../../platform/access/access.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { formatDate, formatPlural } from '../../../platform/views/format.ts';
import { nothingYet } from '../../evidence.ts';
import type { Actor } from '../../../platform/access/access.ts';
import type { Control, Duty, Evidence } from '../../module.ts';
import { apartFor, isOpen, mayList, mayPrepare, mayPrepareOne, maySign, type Signed } from './requests.ts';
import { withSigners } from './signers.ts';
import { subjectTables } from './tables.ts';
import { openStates } from './words.ts';

/** From so many days before it is due a request stands higher on the page of today. */
const SOON_DAYS = 7;
/** Evidence looks at the requests of the last year. */
const LOOKS_BACK = { years: 1 };

/** What somebody does next on a request: first on the part that is theirs alone. */
function nextOn(actor: Actor, request: Signed & { readonly state: string }): string | undefined {
  const part = apartFor(actor, request);
  if (part.some((piece) => piece.decision === 'undecided')) return 'Prepare it';
  if (part.some((piece) => piece.decision === 'give')) return 'Sign it';
  if (!isOpen(request)) return undefined;
  const whole = mayPrepareOne(actor, request).allowed;
  if (request.state === 'signed' && (whole || part.length > 0)) return 'Give it out';
  if (!whole) return undefined;
  return request.ready && maySign(actor, request).allowed ? 'Sign it' : 'Prepare it';
}

/** Requests that wait: late ones first. */
export const requestsDue: Duty = {
  code: 'subject-requests',
  title: 'Give people the copy they asked for within a month',
  passes: 'with-the-post',
  linesFor: async (db, actor, { now }) => {
    if (!mayList(actor).allowed) return [];
    const rows = await subjectTables
      .read(db)
      .select('subject_request')
      // What is apart may still be to do when the rest was given out.
      .where('state', 'in', [...openStates, 'given'])
      .select(['id', 'number', 'state', 'person_id', 'due_on'])
      .orderBy('due_on')
      .orderBy('number')
      .execute();
    const today = schoolDay(now);
    return (await withSigners(db, rows, now))
      .flatMap((row) => {
        const action = nextOn(actor, row);
        return action === undefined ? [] : [{ row, action }];
      })
      .map(({ row, action }) => {
        const days = today.until(Temporal.PlainDate.from(row.due_on), { largestUnit: 'day' }).days;
        return {
          text:
            days < 0
              ? `Request ${String(row.number)} for a copy of records is ${formatPlural(-days, 'day')} too late`
              : `Request ${String(row.number)} for a copy of records is due on ${formatDate(row.due_on)}`,
          href: `/privacy/requests/${row.id}`,
          action,
          urgency: days < SOON_DAYS ? (2 as const) : (3 as const),
        };
      });
  },
};

/** "People get a copy of what is held about them". */
export const answeredInTime: Control = {
  code: 'subject-access',
  kind: 'workflow',
  title: 'People get a copy of what is held about them',
  makesTrue:
    'A request is recorded on the day it comes and has a month; what is held is gathered from every module, others are left out, the headteacher signs (or the chair of governors, where it is about them), who answers for the rest signs what the headteacher may not see, and the copy is given by hand.',
  effect: 'evidenced',
  opens: (actor) => mayPrepare(actor).allowed || holds(actor, 'head'),
  openedBy: 'The office, the safeguarding leads, the online-safety lead and the headteacher',
  evidence: async (db, { now }): Promise<Evidence> => {
    const today = schoolDay(now);
    const rows = await subjectTables
      .read(db)
      .select('subject_request')
      .where('received_on', '>=', today.subtract(LOOKS_BACK).toString())
      .select(['state', 'due_on', 'given_on', 'made_at'])
      .orderBy('made_at', 'desc')
      .execute();
    const open = rows.filter((row) => openStates.some((state) => state === row.state));
    const overdue = open.filter((row) => row.due_on < today.toString());
    const given = rows.filter((row) => row.given_on !== null);
    const late = given.filter((row) => row.given_on !== null && row.given_on > row.due_on);
    const href = '/privacy/requests';
    const [newest] = rows;
    if (newest === undefined) return nothingYet('Nobody has asked in the last year', href);
    return {
      state: overdue.length + late.length === 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure: `${formatPlural(rows.length, 'request')} in a year, ${String(given.length)} given${late.length === 0 ? '' : `, ${String(late.length)} of them late`}, ${String(open.length)} open${overdue.length === 0 ? '' : `, ${String(overdue.length)} too late`}`,
      latest: Temporal.Instant.from(newest.made_at),
      href,
    };
  },
};
