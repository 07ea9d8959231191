import { z } from 'zod';

import { holds } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { choice, recordId, text } from '../../../platform/forms/fields.ts';
import { filteringEvents } from '../events.ts';
import { endOf, isHelp, sites } from '../fields.ts';
import { mayBlockAtOnce, mayDecide } from '../policy.ts';
import { findRule, newRuleRow } from '../records/rules.ts';
import { filteringTables, stamp } from '../tables.ts';
import { lengthCodes } from '../words.ts';
import { approversOf } from './decide-request.ts';

/**
 * Blocks sites for everybody at once (s1-066). Where the person may sign changes themselves this is the signature; anybody else's block
 * holds and waits to be signed afterwards (s1-072).
 */
export const blockAtOnce = command({
  name: 'filtering.block-at-once',
  input: z.object({
    sites: sites(),
    reason: text('why', 500),
    length: choice(lengthCodes, 'Choose for how long'),
  }),
  events: { 'site-blocked-in-emergency': filteringEvents['site-blocked-in-emergency'] },
  load: async (db) => ({ approvers: await approversOf(db) }),
  policy: (actor) => mayBlockAtOnce(actor),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input, subject, newId }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to block a site.');
    const help = input.sites.find(isHelp);
    if (help !== undefined) return failed('sites', `${help} is a help site. Help sites cannot be blocked`);
    const signs = holds(actor, ...subject.approvers);
    const until = endOf(input.length, now);
    const rule = newId<'filter-rule'>();
    await filteringTables.write(db).insert(
      'filter_rule',
      newRuleRow(rule, {
        verdict: 'block',
        hosts: input.sites,
        profiles: null,
        reason: input.reason,
        clause: null,
        from: now,
        until,
        emergency: true,
        askedBy: actor.person,
        decidedBy: actor.person,
        decidedAt: now,
        signedBy: signs ? actor.person : null,
        signedAt: signs ? now : null,
        requestId: null,
      }),
    );
    return done(
      { rule, signed: signs },
      {
        name: 'site-blocked-in-emergency',
        subject: rule,
        data: { hosts: input.sites.length, until: until === null ? null : stamp(until), signed: signs },
      },
    );
  },
});

/** Head or lead signs an emergency block afterwards: keeps it, or ends it. Either way the block that was carried out has its signature. */
export const signBlock = command({
  name: 'filtering.sign-block',
  input: z.object({ id: recordId<'filter-rule'>(), keep: choice(['yes', 'no'], 'Choose whether the block stays') }),
  events: { 'emergency-block-signed': filteringEvents['emergency-block-signed'] },
  load: async (db, input) => {
    const rule = await findRule(db, input.id);
    return rule?.emergency === true ? { rule, approvers: await approversOf(db) } : undefined;
  },
  policy: (actor, subject) => mayDecide(actor, subject.approvers),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input, subject }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to sign.');
    const keep = input.keep === 'yes';
    const over = subject.rule.until !== null && Temporal.Instant.compare(subject.rule.until, now) <= 0;
    const ends = keep || over ? {} : { until_at: stamp(now), ended_by: actor.person, ended_at: stamp(now) };
    await changeOne(
      filteringTables
        .write(db)
        .update('filter_rule')
        .set({ signed_by: actor.person, signed_at: stamp(now), ...ends })
        .where('id', '=', input.id)
        .where('signed_at', 'is', null),
    );
    return done(keep, { name: 'emergency-block-signed', subject: input.id, data: { kept: keep } });
  },
});

/** Ends a block or an opening before its time: a change to filtering, so it is for those who sign changes. */
export const endRule = command({
  name: 'filtering.end-rule',
  input: z.object({ id: recordId<'filter-rule'>() }),
  events: { 'filter-rule-ended': filteringEvents['filter-rule-ended'] },
  load: async (db, input) => {
    const rule = await findRule(db, input.id);
    return rule === undefined ? undefined : { rule, approvers: await approversOf(db) };
  },
  policy: (actor, subject) => mayDecide(actor, subject.approvers),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input, subject }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to end it.');
    await changeOne(
      filteringTables
        .write(db)
        .update('filter_rule')
        .set({ until_at: stamp(now), ended_by: actor.person, ended_at: stamp(now) })
        .where('id', '=', input.id)
        .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', stamp(now))])),
    );
    return done(null, { name: 'filter-rule-ended', subject: input.id, data: { verdict: subject.rule.verdict } });
  },
});
