import { z } from 'zod';

import { query, type Asking } from '../../../platform/commands/command.ts';
import { allFields, hasSealed } from '../entry.ts';
import { registerEvents } from '../events.ts';
import { registerInput } from '../input.ts';
import { keptForNow } from '../keeping.ts';
import { readListAddress } from '../list-address.ts';
import { pageOfEntries, type EntryFilter } from '../lists.ts';
import { decides, mayAdd, mayImport, mayOpenRegister, mayRead, mayShape } from '../policy.ts';
import { isHiddenFrom, standingBefore, type RegisterParts, type StandingBefore } from '../register-parts.ts';
import { rulesInForce } from '../rules.ts';
import { namesIn } from '../surroundings.ts';

export const PAGE_SIZE = 25;
/** Entries on one print-out: some fifty sheets. */
export const MOST_PRINTED = 1000;

/** The filter as far as this person may look: who may only add sees what they added, who decides what waits besides. */
export function filterFor(actor: Asking['actor'], standing: StandingBefore, filter: EntryFilter): EntryFilter {
  if (mayRead(actor, standing).allowed || actor.kind !== 'person') return filter;
  return { ...filter, addedBy: actor.person, decides: decides(actor, standing) };
}

/** One page of a register. */
export const makeSeeList = (parts: RegisterParts) =>
  query({
    name: 'registers.see-list',
    input: z.looseObject(registerInput),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => mayOpenRegister(actor, standing),
    answer: async (db, { subject, input, actor, now }) => {
      const { shape } = subject;
      const address = readListAddress(shape, input, now);
      const reads = mayRead(actor, subject).allowed;
      // Who adds to a restricted register and does not read it sees that it is there, and nothing in it.
      const closed = !reads && shape.restricted === true;
      const found = closed
        ? { entries: [], total: 0, searchedAll: true }
        : await pageOfEntries(
            db,
            shape,
            filterFor(actor, subject, address.filter),
            { sort: address.sort, limit: PAGE_SIZE, offset: (address.page - 1) * PAGE_SIZE, now },
            (entry) => !isHiddenFrom(actor, shape, entry),
          );
      const rules = await rulesInForce(db, parts.settings, shape);
      return {
        shape,
        version: subject.version,
        address,
        ...found,
        names: await namesIn(
          db,
          allFields(shape),
          found.entries.map((entry) => entry.values),
          now,
        ),
        rules,
        deciders: subject.deciders,
        kept: await keptForNow(db, shape),
        decides: decides(actor, subject),
        reads,
        closed,
        mayAdd: mayAdd(actor, subject).allowed && rules.closed === undefined,
        mayImport: mayImport(actor, subject).allowed && rules.closed === undefined,
        mayShape: subject.version > 0 && mayShape(actor).allowed,
      };
    },
    leaves: (value, { subject: { shape } }) =>
      hasSealed(shape) && !value.closed
        ? [{ name: 'register-viewed', subject: shape.code, data: { view: 'list', rows: value.entries.length } }]
        : [],
  });

/** What the address names, on paper: every column. */
export const makeSeePrint = (parts: RegisterParts) =>
  query({
    name: 'registers.see-print',
    input: z.looseObject(registerInput),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => mayRead(actor, standing),
    answer: async (db, { subject: { shape }, input, actor, now }) => {
      const address = readListAddress(shape, input, now);
      const found = await pageOfEntries(
        db,
        shape,
        address.filter,
        { sort: address.sort, limit: MOST_PRINTED, offset: 0, now },
        (entry) => !isHiddenFrom(actor, shape, entry),
      );
      const names = await namesIn(
        db,
        allFields(shape),
        found.entries.map((entry) => entry.values),
        now,
      );
      return { shape, address, ...found, names, now };
    },
    leaves: (value, { subject: { shape } }) =>
      hasSealed(shape)
        ? [{ name: 'register-viewed', subject: shape.code, data: { view: 'print', rows: value.entries.length } }]
        : [],
  });
