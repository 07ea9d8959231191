import { pdfFile } from '../../../../platform/documents/make-file.ts';
import { file, form, page, action } from '../../../../platform/http/pages.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import type { ModuleParts } from '../../../module.ts';
import { formatDate, formatDateTime, formatPlural } from '../../../../platform/views/format.ts';
import {
  endRequest,
  extendRequest,
  giveOut,
  recordRequest,
  signCopy,
  type makeGather,
} from '../../subject/commands.ts';
import { decidePiece, markWords, unmarkWords } from '../../subject/piece-commands.ts';
import { copyDocument } from '../../subject/copy-document.ts';
import { copyPage } from '../../subject/copy-page.ts';
import {
  beforeEnding,
  beforeRecording,
  beforeSigningCopy,
  beforeStep,
  listRequests,
  seePiece,
  seeRequest,
  takeCopy,
} from '../../subject/queries.ts';
import { isOpen, mayList } from '../../subject/requests.ts';
import { signerWords } from '../../subject/signers.ts';
import {
  askedAs,
  askedAsCodes,
  exemptionCodes,
  exemptions,
  standsFor,
  standsForCodes,
  states,
} from '../../subject/words.ts';

const stateLabel = (code: string): string => Object.entries(states).find(([state]) => state === code)?.[1] ?? code;
const stepLabels: Readonly<Record<string, string>> = {
  extended: 'took two further months',
  refused: 'refused the request',
  withdrawn: 'noted that it was withdrawn',
  gathered: 'gathered the records',
  signed: 'signed the copy',
  given: 'gave the copy out',
};
const decisionLabels: Readonly<Record<string, string>> = {
  undecided: 'To be decided',
  give: 'To be given',
  signed: 'To be given: signed',
};
const items = <Code extends string>(codes: readonly Code[], labels: Readonly<Record<Code, string>>) =>
  codes.map((code) => ({ value: code, text: labels[code] }));
const back = (id: string) => ({ href: `/privacy/requests/${id}`, text: 'The request' });
const toRequest =
  (notice: string) =>
  (_value: unknown, { params }: { params: Readonly<Record<string, string>> }) => ({
    to: `/privacy/requests/${params['id'] ?? ''}`,
    notice,
  });

/** How long there is left, in words; undefined once it is closed. */
export function timeLeft(request: { readonly state: string; readonly due_on: string }, now: Temporal.Instant) {
  if (!isOpen(request)) return undefined;
  const days = schoolDay(now).until(Temporal.PlainDate.from(request.due_on), { largestUnit: 'day' }).days;
  if (days < 0) return { text: `${formatPlural(-days, 'day')} too late`, late: true };
  return { text: days === 0 ? 'Due today' : `${formatPlural(days, 'day')} left`, late: false };
}

/** Requests for a copy of what is held about somebody, from the letter to the copy in their hands. */
export function requestPages({ config }: Pick<ModuleParts, 'config'>, gather: ReturnType<typeof makeGather>) {
  const list = page({
    path: '/privacy/requests',
    template: 'modules/privacy/pages/requests/page.njk',
    navigation: { text: 'Copies of records', order: 81, shownTo: (actor) => mayList(actor).allowed },
    query: listRequests,
    view: ({ rows, names, mayRecord }, { now }) => {
      const open = rows.filter(isOpen);
      const cells = (row: (typeof rows)[number]) => [
        { text: `Request ${String(row.number)}`, href: `/privacy/requests/${row.id}` },
        { text: [...names].find(([id]) => id === row.person_id)?.[1] ?? 'Somebody who is not here any more' },
        { text: stateLabel(row.state) },
        { text: formatDate(row.due_on) },
        { text: timeLeft(row, now)?.text ?? 'Closed' },
      ];
      return {
        title: 'Requests for a copy of records',
        data: {
          heading:
            open.length === 0
              ? 'No request for a copy is open'
              : formatPlural(open.length, 'request for a copy is open', 'requests for a copy are open'),
          mayRecord,
          open: open.map(cells),
          closed: rows.filter((row) => !isOpen(row)).map(cells),
        },
      };
    },
  });
  const add = form({
    path: '/privacy/requests/add',
    template: 'modules/privacy/pages/request-add/page.njk',
    query: beforeRecording,
    view: () => ({
      title: 'Record a request for a copy',
      back: { href: '/privacy/requests', text: 'Requests' },
      data: { as: items(askedAsCodes, askedAs) },
    }),
    command: recordRequest,
    next: (id) => ({ to: `/privacy/requests/${id}`, notice: 'Recorded. The clock runs from the day it was received.' }),
  });
  const see = form({
    path: '/privacy/requests/:id',
    template: 'modules/privacy/pages/request/page.njk',
    query: seeRequest,
    view: ({ request, pieces, words, steps, names, mayPrepare, maySign, toSign }, { now }) => {
      const undecided = pieces.filter(({ piece }) => piece.decision === 'undecided');
      return {
        title: 'A request for a copy',
        back: { href: '/privacy/requests', text: 'Requests' },
        data: {
          id: request.id,
          number: request.number,
          state: request.state,
          stateLabel: stateLabel(request.state),
          name: names.get(request.person_id) ?? 'Somebody who is not here any more',
          as: Object.entries(askedAs).find(([code]) => code === request.asked_as)?.[1] ?? '',
          asker: request.asker,
          identity: request.identity_check,
          wants: request.wants,
          received: formatDate(request.received_on),
          due: formatDate(request.due_on),
          left: timeLeft(request, now),
          extended: request.extended_on !== null,
          open: isOpen(request),
          gathered: request.gathered_at === null ? undefined : formatDateTime(request.gathered_at),
          undecided: undecided.length,
          others: undecided.filter(({ mine }) => !mine).length,
          pieces: pieces
            .filter(({ mine }) => mine)
            .map(({ piece }) => [
              { text: piece.title, href: `/privacy/requests/${request.id}/pieces/${piece.id}` },
              { text: formatDate(piece.about_day) },
              {
                text: decisionLabels[piece.decision] ?? 'Kept back',
              },
            ]),
          hiddenPieces: pieces.filter(({ mine }) => !mine).length,
          words: words.map((word) => ({
            id: word.id,
            words: word.words,
            stands: Object.entries(standsFor).find(([code]) => code === word.stands_for)?.[1] ?? '',
          })),
          stands: items(standsForCodes, standsFor),
          steps: steps.map((step) => ({
            text: `${names.get(step.by_id) ?? 'Somebody who has left'} ${stepLabels[step.kind] ?? step.kind}, ${formatDateTime(step.at)}`,
            words: step.words,
          })),
          hash: request.copy_hash,
          mayPrepare,
          maySign,
          // What is theirs alone is signed on a page of its own, also when the rest was.
          sign: toSign.some((piece) => piece.decision === 'give') || (maySign && request.state === 'preparing'),
          ready: toSign.every((piece) => piece.decision !== 'undecided'),
          signed: pieces.some(({ piece }) => piece.decision === 'signed'),
          signer: signerWords[request.signer],
        },
      };
    },
    command: markWords,
    next: toRequest('Marked. Every piece shows it.'),
  });
  const gatherNow = action({
    path: '/privacy/requests/:id/gather',
    command: gather,
    next: (found, { params }) => ({
      to: `/privacy/requests/${params['id'] ?? ''}`,
      notice: `${formatPlural(found, 'piece')} gathered. Look through each and decide.`,
    }),
    otherwise: (params) => `/privacy/requests/${params['id'] ?? ''}`,
  });
  const unmark = action({
    path: '/privacy/requests/:id/words/:word/take-back',
    command: unmarkWords,
    next: toRequest('Taken back. Pieces that were to be given are decided again.'),
    otherwise: (params) => `/privacy/requests/${params['id'] ?? ''}`,
  });
  const piece = form({
    path: '/privacy/requests/:id/pieces/:piece',
    template: 'modules/privacy/pages/piece/page.njk',
    query: seePiece,
    view: ({ request, piece: one, open, lines, redacted, seen }) => ({
      title: 'A piece of a copy',
      back: back(request.id),
      values: {
        decision: one.decision === 'undecided' ? '' : one.decision,
        exemption: one.exemption,
        reason: one.reason,
      },
      data: {
        id: request.id,
        piece: one.id,
        title: one.title,
        on: formatDate(one.about_day),
        count: redacted.count,
        seen,
        lines: redacted.lines.map((line, at) => ({ given: line, held: lines[at] === line ? undefined : lines[at] })),
        open,
        gone: one.original === '',
        exemptions: items(exemptionCodes, exemptions),
      },
    }),
    command: decidePiece,
    next: toRequest('Decided.'),
  });
  const step = (path: string, title: string, what: 'extend' | 'end' | 'sign' | 'give', query: typeof seeRequest) => ({
    path,
    template: 'modules/privacy/pages/request-step/page.njk',
    query,
    view: ({ request, pieces, names, seen }: Awaited<ReturnType<typeof seeRequest.answer>>) => ({
      title,
      back: back(request.id),
      data: {
        what,
        title,
        id: request.id,
        state: request.state,
        name: names.get(request.person_id) ?? '',
        undecided: pieces.filter((each) => each.piece.decision === 'undecided').length,
        given: pieces.filter((each) => each.piece.decision === 'give').length,
        kept: pieces.filter((each) => each.piece.decision === 'withhold').length,
        due: formatDate(request.due_on),
        seen,
      },
    }),
  });
  const extend = form({
    ...step('/privacy/requests/:id/extend', 'Take two further months?', 'extend', beforeStep),
    command: extendRequest,
    next: toRequest('Extended. Tell the person today, with the reason.'),
  });
  const end = form({
    ...step('/privacy/requests/:id/end', 'End the request without a copy?', 'end', beforeEnding),
    command: endRequest,
    next: toRequest(
      'The request is closed. Tell the person why, and that they can complain to the Information Commissioner.',
    ),
  });
  const sign = form({
    ...step('/privacy/requests/:id/sign', 'Sign the copy?', 'sign', beforeSigningCopy),
    confirm: true,
    command: signCopy,
    next: toRequest('Signed. Print the copy and give it out by hand.'),
  });
  const give = form({
    ...step('/privacy/requests/:id/give', 'Was the copy given out?', 'give', beforeStep),
    command: giveOut,
    next: toRequest('Recorded. The request is closed.'),
  });
  const nameOf = (request: { readonly number: number }): string => `copy-of-records-request-${String(request.number)}`;
  const written = (value: Awaited<ReturnType<typeof takeCopy.answer>>) =>
    copyDocument({ ...value, demonstration: config.demo });
  const copy = file({
    path: '/privacy/requests/:id/copy.html',
    query: takeCopy,
    file: (value) => ({
      name: `${nameOf(value.request)}.html`,
      type: 'text/html; charset=utf-8',
      body: copyPage(written(value)),
    }),
  });
  const pdf = file({
    path: '/privacy/requests/:id/copy.pdf',
    query: takeCopy,
    file: (value) => ({
      name: `${nameOf(value.request)}.pdf`,
      type: 'application/pdf',
      body: (async function* () {
        yield await pdfFile(written(value), 'forgotten');
      })(),
    }),
  });
  return {
    pages: [list, add, see, gatherNow, unmark, piece, extend, end, sign, give, copy, pdf],
    queries: [
      listRequests,
      beforeRecording,
      seeRequest,
      beforeStep,
      beforeEnding,
      beforeSigningCopy,
      seePiece,
      takeCopy,
    ],
    commands: [
      recordRequest,
      markWords,
      gather,
      unmarkWords,
      decidePiece,
      extendRequest,
      endRequest,
      signCopy,
      giveOut,
    ],
  };
}
