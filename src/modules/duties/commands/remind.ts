import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { enqueueMail } from '../../../platform/mail/outbox.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import { findPerson } from '../../people/index.ts';
import { settingOf } from '../../policy/index.ts';
import type { DutyParts } from '../duty-parts.ts';
import { dutyEvents } from '../events.ts';
import { dutiesInForce } from '../in-force.ts';
import { postsOn, type Post } from '../owners.ts';
import { stageNumber, stageOn, stages, toHeadDays, toLeadDays, type Stage } from '../reminders.ts';
import { dutyTables } from '../rows.ts';
import { openOccurrences, type Doing } from '../store.ts';
import { KEEP_DUTIES } from './keep-duties.ts';

/** What each stage is called in a mail. A mail says that a duty waits and never which: it leads to the page. */
const mailOf = { soon: 'duty-soon', overdue: 'duty-overdue', lead: 'duty-passed-up', head: 'duty-passed-up' } as const;

/**
 * Tells people of their duties: soon due and overdue to whoever has them, later to the online-safety lead and to the headteacher. How far
 * it got is kept with the occurrence in the same transaction as the mail, so that nobody is told twice.
 */
export const makeRemind = (parts: Pick<DutyParts, 'settings'>) =>
  command({
    name: 'duties.remind',
    input: z.object({}),
    events: dutyEvents,
    load: wholeSchool,
    policy: onlyMachine('job', KEEP_DUTIES),
    prepare: nothing,
    effect: async (context) => {
      const { db, now } = context;
      const today = schoolDay(now);
      const days = { lead: await settingOf(db, toLeadDays), head: await settingOf(db, toHeadDays) };
      const duties = await dutiesInForce(db, parts.settings);
      const posts = postsOn(db, now);
      const told = { soon: 0, overdue: 0, lead: 0, head: 0 };
      const mails: Mails = new Map();
      for (const one of await openOccurrences(db)) {
        const duty = duties.get(one.duty);
        const stage = stageOn(one, today, days);
        if (duty === undefined || stage === 'nobody' || stageNumber(stage) <= one.stage) continue;
        // Somebody who was never told of it (the machine was off) still hears it in its order: owner, lead, head, together.
        const stagesNow = stages.slice(
          Math.max(one.stage + 1, Math.min(stageNumber(stage), 2)),
          stageNumber(stage) + 1,
        );
        for (const next of stagesNow) {
          if (next === 'nobody') continue;
          told[next] += 1;
          for (const person of await posts.holders(await whoIsTold(next, duty.owner, posts.answering))) {
            const kinds = mails.get(person.id) ?? new Map<MailKind, Set<string>>();
            mails.set(person.id, kinds.set(mailOf[next], (kinds.get(mailOf[next]) ?? new Set()).add(one.id)));
          }
        }
        await dutyTables
          .write(db)
          .update('duty_occurrence')
          .set({ stage: stageNumber(stage) })
          .where('id', '=', one.id)
          .where('state', '=', 'open')
          .execute();
      }
      if (told.soon + told.overdue + told.lead + told.head === 0) return failed('', 'Nobody is to be reminded.');
      await sendAll(context, mails);
      return done(mails.size, { name: 'duties-reminded', subject: db.school, data: told });
    },
    changesFilter: false,
  });

async function whoIsTold(stage: Stage, owner: Post, answering: (post: Post) => Promise<Post>): Promise<Post> {
  return stage === 'lead' || stage === 'head' ? answering(stage) : answering(owner);
}

type MailKind = (typeof mailOf)[keyof typeof mailOf];
type Mails = Map<PersonId, Map<MailKind, Set<string>>>;

/** One mail of each kind for each person, however many duties it is about. */
async function sendAll({ db, now, newId }: Doing, mails: Mails): Promise<void> {
  for (const [id, kinds] of mails) {
    const person = await findPerson(db, id, now);
    const email = person?.email ?? null;
    if (person === undefined || email === null) continue;
    for (const [kind, about] of kinds) {
      await enqueueMail(
        db,
        { to: email, person: person.id, kind, fields: { duties: about.size } },
        { id: newId(), now },
      );
    }
  }
}
