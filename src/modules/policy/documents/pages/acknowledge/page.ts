import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { action, form, page } from '../../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../../module.ts';
import { formatDate as dateOf } from '../../../../../platform/views/format.ts';
import { packInForce } from '../../../store.ts';
import { acknowledgedBy, staffAnd } from '../../acknowledgements.ts';
import { acknowledge, remindStaff } from '../../commands/acknowledge.ts';
import { editionInForce, editions, whatChanged } from '../../editions.ts';
import { documentEvents } from '../../events.ts';
import { documentInForce, inFigures } from '../../model.ts';
import { mayAcknowledge, mayChase } from '../../policy.ts';

/** Reading the version in force, and the one press after it. */
export function makeAcknowledgePage(parts: Pick<ModuleParts, 'whole' | 'config'>) {
  const readForAcknowledging = query({
    name: 'policy.read-to-acknowledge',
    input: z.object({}),
    events: documentEvents,
    load: async (db) => ({ pack: await packInForce(db) }),
    policy: mayAcknowledge,
    answer: async (db, { actor, subject: { pack } }) => {
      if (pack === undefined || actor.kind !== 'person') return undefined;
      const [edition, before] = await editions(db);
      return {
        pack,
        edition,
        at: await acknowledgedBy(db, pack.id, actor.person),
        changed: edition === undefined ? [] : await whatChanged(db, edition, before),
        doc: await documentInForce(db, parts),
      };
    },
    leaves: 'The policy is a public document, and everybody sees only whether they have acknowledged it themselves.',
  });
  const acknowledgePage = form({
    path: '/policy/acknowledge',
    template: 'modules/policy/documents/pages/acknowledge/page.njk',
    query: readForAcknowledging,
    view: (value) => ({
      title: 'Read and acknowledge the policy',
      back: { href: '/', text: 'Home' },
      data:
        value?.edition === undefined
          ? {}
          : {
              pack: value.pack.id,
              number: value.edition.number,
              from: value.pack.loadedAt,
              at: value.at,
              doc: value.doc,
              figures: inFigures(value.edition, value.changed),
              changes: value.changed.length === 0 ? undefined : `/policy/versions/${String(value.edition.number)}`,
            },
    }),
    command: acknowledge,
    next: () => ({ to: '/', notice: 'Thank you. It is kept that you have read the policy in force.' }),
  });
  return { query: readForAcknowledging, page: acknowledgePage };
}

export const readChase = query({
  name: 'policy.read-who-acknowledged',
  input: z.object({}),
  events: documentEvents,
  load: async (db) => ({ pack: await packInForce(db) }),
  policy: mayChase,
  answer: async (db, { now, subject: { pack } }) =>
    pack === undefined ? undefined : { edition: await editionInForce(db), staff: await staffAnd(db, pack, now) },
  leaves: 'Who has read the policy says nothing about anybody’s person, and the list is for those who answer for it.',
});

/** Who has acknowledged the version in force, and who has not. */
export const chasePage = page({
  path: '/policy/acknowledge/staff',
  template: 'modules/policy/documents/pages/staff/page.njk',
  query: readChase,
  view: (value) => {
    const staff = value?.staff ?? [];
    const waiting = staff.filter(({ acknowledgedAt }) => acknowledgedAt === undefined);
    return {
      title: 'Who has acknowledged the policy',
      back: { href: '/policy', text: 'Back to the policy' },
      data: {
        number: value?.edition?.number,
        from: value?.edition?.from,
        all: staff.length,
        done: staff.length - waiting.length,
        waiting: {
          caption: 'Have not acknowledged it yet',
          columns: [{ text: 'Name', width: 'one-half' }, { text: 'Last reminded' }, { text: 'Note' }],
          rows: waiting.map(({ name, remindedAt, joinedSince, email }) => [
            { text: name },
            { text: remindedAt === undefined ? 'Not yet' : dateOf(remindedAt) },
            {
              text:
                [...(joinedSince ? ['New here'] : []), ...(email === null ? ['No e-mail address'] : [])].join(', ') ||
                '–',
            },
          ]),
        },
        acknowledged: {
          caption: 'Have acknowledged it',
          columns: [{ text: 'Name', width: 'one-half' }, { text: 'When' }],
          rows: staff.flatMap(({ name, acknowledgedAt }) =>
            acknowledgedAt === undefined ? [] : [[{ text: name }, { text: dateOf(acknowledgedAt) }]],
          ),
        },
      },
    };
  },
});

/** Reminding all of them by mail. */
export const remindAction = action({
  path: '/policy/acknowledge/remind',
  command: remindStaff,
  next: ({ people }) => ({
    to: '/policy/acknowledge/staff',
    notice: `${String(people)} ${people === 1 ? 'person is' : 'people are'} reminded by mail.`,
  }),
  otherwise: () => '/policy/acknowledge/staff',
});
