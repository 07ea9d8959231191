import { action, page } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import { askReset } from '../commands/ask-reset.ts';
import { cancelReset } from '../commands/cancel-reset.ts';
import { confirmReset } from '../commands/confirm-reset.ts';
import { listResets, showReset } from '../queries/resets.ts';

const FOLDER = 'modules/people/resets/pages';
const LIST = '/people/resets';

const states = {
  wished: { text: 'Asks for help', colour: 'yellow' },
  waiting: { text: 'Waits for a second key holder', colour: 'yellow' },
  link: { text: 'Link is out', colour: 'blue' },
  expired: { text: 'Not used in time', colour: 'grey' },
} as const;

/** The pages about resets. */
export function resetPages(parts: { readonly publicUrl: string }) {
  const linkOf = (token: string) => `${parts.publicUrl}/reset/${token}`;
  const back = { href: LIST, text: 'Help with signing in' };
  return [
    page({
      path: LIST,
      template: `${FOLDER}/list.njk`,
      query: listResets,
      view: (open, { actor }) => ({
        title: 'Help with signing in',
        // The chair may come here and has no list of people.
        back: { href: '/', text: 'Home' },
        data: {
          open: open.map((one) => ({
            id: one.id,
            name: one.name,
            tag:
              one.state === 'wished' || one.state === 'waiting' || one.state === 'link'
                ? states[one.state]
                : states.expired,
            what: one.what === 'both' ? 'A new password and a new second step' : 'A new password',
            wished: one.byOwner,
            asked: one.byOwner
              ? `They asked on the sign-in page, ${formatDateTime(one.askedAt)}`
              : `Asked for by ${one.askedBy ?? 'the command line of the school’s machine'}, ${formatDateTime(one.askedAt)}`,
            until: one.until === undefined ? 'It does not count any more' : `Until ${formatDateTime(one.until)}`,
            mayConfirm: one.mayConfirm,
            takeUp: one.mayTakeUp ? `/people/${one.person}/reset` : undefined,
            mayCancel: one.mayCancel,
            own: actor.kind === 'person' && actor.person === one.person,
          })),
        },
      }),
    }),
    page({
      path: '/people/:person/reset',
      template: `${FOLDER}/ask.njk`,
      query: showReset,
      confirm: true,
      view: (value) => ({
        title: 'Make a new way in',
        back: { href: `/people/${value.person}`, text: 'Back to the person' },
        data: { ...value, action: `/people/${value.person}/reset` },
        values: { what: 'password', way: 'person' },
      }),
    }),
    action({
      path: '/people/:person/reset',
      command: askReset,
      confirm: true,
      // The link and the code stand in the answer alone: a cookie or an address would carry them about.
      next: (asked) =>
        asked.kind === 'mailed'
          ? { to: LIST, notice: 'The link is on its way to them by mail. It works once, for one day.' }
          : asked.kind === 'link'
            ? {
                template: `${FOLDER}/link.njk`,
                model: { title: 'The one-time link', back, data: { link: linkOf(asked.link), withCode: false } },
              }
            : {
                template: `${FOLDER}/code.njk`,
                model: { title: 'Now a second key holder', back, data: { code: asked.code } },
              },
      otherwise: (params) => `/people/${params['person'] ?? ''}/reset`,
    }),
    action({
      path: `${LIST}/:reset/confirm`,
      command: confirmReset,
      confirm: true,
      next: ({ link }) => ({
        template: `${FOLDER}/link.njk`,
        model: { title: 'The one-time link', back, data: { link: linkOf(link), withCode: true } },
      }),
      otherwise: () => LIST,
    }),
    action({
      path: `${LIST}/:reset/cancel`,
      command: cancelReset,
      next: () => ({ to: LIST, notice: 'Stopped. Its link does not work any more.' }),
      otherwise: () => LIST,
    }),
  ];
}
