import type { RetentionClass } from '../module.ts';
import { leaversBefore } from '../people/index.ts';
import { owned } from './rows.ts';

/** As long as the record of an adult is kept. */
const YEARS = 6;

const dueChoices: NonNullable<RetentionClass['due']> = async (db, { today, most }) => {
  const left = await leaversBefore(db, { kinds: ['adult'], before: today.subtract({ years: YEARS }), most });
  if (left.length === 0) return [];
  const rows = await owned
    .read(db)
    .select('mail_choice')
    .where(
      'person_id',
      'in',
      left.map((one) => one.id),
    )
    .select('person_id')
    .execute();
  const there = new Set(rows.map((row) => row.person_id));
  return left
    .filter((one) => there.has(one.id))
    .map((one) => ({
      table: 'mail_choice',
      id: one.id,
      parts: [],
      people: [one.id],
      dueOn: one.leftOn.add({ years: YEARS }),
      what: `Mail choices of ${one.name}`,
      mayOpen: () => true,
    }));
};

/** How long what this module keeps is kept. */
export const messageRetention: readonly RetentionClass[] = [
  {
    code: 'mail-sent',
    what: 'That a message of some kind was sent, when, and to which person; never its words. The address goes after 30 days',
    keptFor: 'as long as the person’s record',
    from: 'the day it was sent',
    signedBy: 'nobody: it happens by itself',
    source: 'Our default',
    byItself:
      'Address and words are emptied after 30 days. What is left says that something was sent, as the trail does.',
  },
  {
    code: 'mail-choices',
    what: 'When somebody wants their mail, and what of it they do without',
    keptFor: 'as long as the person’s record',
    from: 'the day they left',
    signedBy: 'Headteacher',
    source: 'Our default',
    due: dueChoices,
    signers: [['head']],
  },
];
