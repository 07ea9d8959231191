import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { action, form } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import { namesOf } from '../../../people/index.ts';
import { blockAtOnce, endRule, signBlock } from '../../commands/block-at-once.ts';
import { approversOf } from '../../commands/decide-request.ts';
import { mayBlockAtOnce, mayDecide } from '../../policy.ts';
import { rulesToSign } from '../../records/rules.ts';
import { lengthCodes, lengthWords } from '../../words.ts';

/** The form, and the blocks that wait for a signature. */
export const showBlockForm = query({
  name: 'filtering.show-block-form',
  input: z.object({}),
  events: {},
  load: async (db) => ({ approvers: await approversOf(db) }),
  policy: (actor) => mayBlockAtOnce(actor),
  leaves: 'It shows sites and the staff who blocked them, nothing about pupils.',
  answer: async (db, { actor, subject }) => {
    const rules = await rulesToSign(db);
    const names = await namesOf(
      db,
      rules.map((rule) => rule.decidedBy),
    );
    return {
      signs: mayDecide(actor, subject.approvers).allowed,
      rules: rules.map((rule) => ({ ...rule, by: names.get(rule.decidedBy) ?? '' })),
    };
  },
});

export const blockPage = form({
  path: '/filtering/block',
  template: 'modules/filtering/pages/block/page.njk',
  query: showBlockForm,
  view: (value) => ({
    title: 'Block a site now',
    back: { href: '/filtering', text: 'Filtering' },
    values: { length: 'open' },
    data: {
      signs: value.signs,
      lengths: lengthCodes.map((code) => ({ value: code, text: lengthWords[code] })),
      waiting: value.rules.map((rule) => ({
        id: rule.id,
        hosts: rule.hosts.join(', '),
        reason: rule.reason,
        by: rule.by,
        at: formatDateTime(rule.decidedAt),
      })),
    },
  }),
  command: blockAtOnce,
  next: ({ signed }) => ({
    to: '/filtering',
    notice: signed
      ? 'Blocked for everybody, with your signature. The filter is being told.'
      : 'Blocked for everybody. The headteacher or online-safety lead is asked to sign it.',
  }),
});

export const signBlockAction = action({
  path: '/filtering/rules/:id/sign',
  command: signBlock,
  next: (kept) => ({
    to: '/filtering/block',
    notice: kept ? 'Signed. The block stays.' : 'Signed, and the block is ended.',
  }),
  otherwise: () => '/filtering/block',
});

export const endRuleAction = action({
  path: '/filtering/rules/:id/end',
  command: endRule,
  next: () => ({ to: '/filtering', notice: 'Ended. The filter is being told.' }),
  otherwise: () => '/filtering',
});
