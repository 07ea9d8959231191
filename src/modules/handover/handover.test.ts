import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { z } from 'zod';

import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { Refused } from '../../platform/errors/errors.ts';
import type { IncidentId } from '../incidents/index.ts';
import {
  alsoAffecting,
  aCast,
  aClassifiedOne,
  anAssignedOne,
  aReport,
  aTaskIn,
  seenBy,
  type Cast,
} from '../incidents/testing.ts';
import { actorFor, anAdult, aPupil, endRoleOf, signedIn, worked } from '../people/testing.ts';
import { makeHandOver } from './hand-over.ts';

let world: World;
let cast: Cast;
let successor: PersonActor;
beforeEach(async () => {
  world = await makeWorld();
  cast = await aCast(world);
  successor = await actorFor(
    world,
    cast.school,
    await anAdult(world, cast.school, { roles: ['dsl'], given: 'Nadia', family: 'Next' }),
  );
});
afterEach(() => world.end());

const affects = (id: IncidentId, name: string): Promise<IncidentId> => alsoAffecting(world, cast.deputy, id, name);
const handOver = async (by: PersonActor, from: PersonActor, to: PersonActor | 'head') =>
  world.runner.run(makeHandOver(world.parts), by, { person: from.person, to: to === 'head' ? to : to.person });
/** A general case in the name of `of`. */
const aCaseOf = async (of: PersonActor, given: Parameters<typeof aReport>[2] = {}): Promise<IncidentId> => {
  const id = await aClassifiedOne(world, cast.head, await aReport(world, cast.teacher, given), 'inappropriate');
  return anAssignedOne(world, cast.head, id, of);
};
const assignedTo = async (id: IncidentId, by = cast.head): Promise<string | null> =>
  (await seenBy(world, by, id)).assignedTo;
const mailed = async (kind: string): Promise<readonly string[]> =>
  (await world.store.reading.selectFrom('mail_outbox').select('person_id').where('kind', '=', kind).execute()).map(
    (row) => String(row['person_id']),
  );
const trail = async (event: string): Promise<readonly unknown[]> =>
  (
    await world.store.reading.selectFrom('audit_event').selectAll().where('event', '=', event).orderBy('seq').execute()
  ).map((row): unknown => JSON.parse(String(row['data'])));
const factsOfMove = z.object({ what: z.string(), from: z.string(), to: z.string() });

describe('handing over', () => {
  it('moves cases and tasks in one command, says from whom to whom in the history of each, and tells both', async () => {
    const first = await aCaseOf(cast.dsl);
    const second = await aCaseOf(cast.deputy);
    await aTaskIn(world, cast.head, second, cast.dsl);
    const value = worked(await handOver(cast.head, cast.dsl, successor));
    assert.deepEqual([value.passed, value.kept], [2, []]);
    assert.equal(await assignedTo(first), successor.person);
    assert.equal(await assignedTo(second), cast.deputy.person, 'what is not theirs stays where it is');
    const asHead = await signedIn(world, cast.head.person, cast.school);
    for (const id of [first, second]) {
      assert.match(
        (await asHead.get(`/incidents/${id}`)).text,
        /Handed over by Alex Head .* From: Alex Safe To: Nadia Next/,
      );
    }
    assert.match(
      (await (await signedIn(world, successor.person, cast.school)).get('/')).text,
      /A task was given to you/,
    );
    assert.deepEqual(await mailed('work-handed-over'), [successor.person]);
    assert.deepEqual(await mailed('work-passed-on'), [cast.dsl.person]);
    assert.deepEqual(
      (await trail('incident-handed-over')).map((data) => Object.values(factsOfMove.parse(data))),
      [
        ['task', cast.dsl.person, successor.person],
        ['case', cast.dsl.person, successor.person],
      ],
    );
    assert.deepEqual(await trail('open-work-handed-over'), [{ to: successor.person, passed: 2, kept: 0 }]);
  });

  it('gives nobody a case about themselves: that one is with the head and is named, the rest goes', async () => {
    const plain = await aCaseOf(cast.dsl);
    const about = await aCaseOf(cast.dsl);
    await affects(about, 'Nadia Next');
    const value = worked(await handOver(cast.head, cast.dsl, successor));
    assert.equal(value.passed, 1);
    const { number } = await seenBy(world, cast.head, about);
    assert.deepEqual(value.kept, [`Incident ${String(number)} is with the headteacher`]);
    assert.equal(await assignedTo(plain), successor.person);
    assert.equal(await assignedTo(about), cast.head.person);
  });

  it('gives a lead only what a lead may open', async () => {
    const lead = cast.lead;
    const open = await aCaseOf(cast.dsl);
    const illegal = await anAssignedOne(
      world,
      cast.head,
      await aClassifiedOne(world, cast.head, await aReport(world, cast.teacher), 'illegal'),
      cast.dsl,
    );
    const value = worked(await handOver(cast.head, cast.dsl, lead));
    assert.deepEqual([value.passed, value.kept.length], [1, 1]);
    assert.equal(await assignedTo(open), lead.person);
    assert.equal(await assignedTo(illegal), cast.head.person);
  });

  it('leaves an allegation with the head, who names the next deputy', async () => {
    const id = await aReport(world, cast.teacher, { who: 'Alex Desk', about: 'staff' });
    await anAssignedOne(world, cast.head, id, cast.deputy);
    assert.equal((await seenBy(world, cast.deputy, id)).namedDeputy, cast.deputy.person);
    const value = worked(await handOver(cast.head, cast.deputy, successor));
    assert.deepEqual([value.passed, value.kept.length], [0, 1]);
    assert.match(value.kept[0] ?? '', /^Incident \d+ is with the headteacher$/);
    const after = await seenBy(world, cast.head, id);
    assert.deepEqual([after.namedDeputy, after.assignedTo], [null, null]);
    await assert.rejects(seenBy(world, cast.deputy, id), Refused);
    await assert.rejects(seenBy(world, successor, id), Refused);
  });

  it('neither shows nor moves what whoever does it may not open', async () => {
    const hidden = await aCaseOf(cast.dsl);
    await affects(hidden, 'Alex Head');
    const before = await handOver(cast.head, cast.dsl, successor);
    assert.ok(!before.ok);
    assert.match(before.errors[0]?.message ?? '', /Nothing that you may open/);
    const asHead = await signedIn(world, cast.head.person, cast.school);
    assert.match(
      (await asHead.get(`/people/${cast.dsl.person}/hand-over`)).text,
      /Nothing open lies in the name of Alex Safe/,
    );
    // Left with the head by somebody else: it concerns the head, so it falls to a safeguarding lead.
    const value = worked(await handOver(cast.dsl, cast.dsl, 'head'));
    assert.match(value.kept[0] ?? '', /is with (Nadia Next|Alex Deputy)$/);
    assert.notEqual(await assignedTo(hidden, successor), cast.head.person);
  });

  it('is left with the head when nobody succeeds, and refused to who may not, and to themselves', async () => {
    const id = await aCaseOf(cast.lead);
    await assert.rejects(handOver(cast.teacher, cast.lead, successor), Refused);
    await assert.rejects(handOver(cast.office, cast.lead, successor), Refused);
    assert.ok(!(await handOver(cast.lead, cast.lead, cast.lead)).ok);
    const pupil = await aPupil(world, cast.school, { given: 'Little', family: 'One' });
    const toPupil = await world.runner.run(makeHandOver(world.parts), cast.head, {
      person: cast.lead.person,
      to: pupil,
    });
    assert.ok(!toPupil.ok);
    const value = worked(await handOver(cast.lead, cast.lead, 'head'));
    assert.deepEqual([value.passed, value.kept.length], [0, 1]);
    assert.equal(await assignedTo(id), cast.head.person);
  });

  it('does not find people of another school, as leaver or as successor', async () => {
    const far = await aCast(world, 'Faraway Primary School');
    const id = await aCaseOf(cast.dsl);
    await assert.rejects(handOver(far.head, cast.dsl, successor), Refused);
    await assert.rejects(handOver(cast.head, cast.dsl, far.dsl), Refused);
    const asFarHead = await signedIn(world, far.head.person, far.school);
    assert.equal((await asFarHead.get(`/people/${cast.dsl.person}/hand-over`)).status, 404);
    assert.equal(await assignedTo(id), cast.dsl.person);
  });
});

describe('the page of open work', () => {
  it('lists it, shows before the button what goes and what stays, and hands it over', async () => {
    const id = await aCaseOf(cast.dsl);
    await affects(await aCaseOf(cast.dsl), 'Nadia Next');
    const browser = await signedIn(world, cast.head.person, cast.school);
    const path = `/people/${cast.dsl.person}/hand-over`;
    assert.match((await browser.get(`/people/${cast.dsl.person}`)).text, /Hand over their open work/);
    const list = await browser.get(path);
    assert.match(list.text, /Alex Safe holds 2 open things/);
    assert.match(list.text, /Nadia Next May have 1 of 2/);
    assert.doesNotMatch(list.text, /Alex Wire May have/, 'IT support may have none of it');
    const plan = await browser.get(`${path}?to=${successor.person}`);
    assert.match(
      plan.text,
      /Goes to Nadia Next Incident \d+ Does not go to Nadia Next Incident \d+ ?: stays with the headteacher\. It concerns them\./,
    );
    assert.equal(await assignedTo(id), cast.dsl.person, 'looking changes nothing');
    await browser.post(path, { to: successor.person });
    const done = await browser.follow();
    assert.match(done.text, /1 thing was handed to Nadia Next\. Incident \d+ is with the headteacher\./);
    assert.equal(await assignedTo(id), successor.person);
  });

  it('asks whom to choose when nobody was, and says what goes with the post', async () => {
    await aCaseOf(cast.dsl);
    await aReport(world, cast.teacher);
    const browser = await signedIn(world, cast.head.person, cast.school);
    const path = `/people/${cast.dsl.person}/hand-over`;
    assert.match((await browser.get(path)).text, /Goes with the post .* 1 new concern to make safe or classify/);
    assert.match((await browser.post(path, {})).text, /Choose who takes it over/);
    const unanswered = await browser.get(`${path}?asked=yes`);
    assert.match(unanswered.html, /<title>Error: Hand over open work/);
    assert.match(
      unanswered.html,
      /govuk-error-summary[^]*href="#to"[^]*govuk-error-message[^]*Choose who takes it over/,
    );
    assert.match((await browser.get(`${path}?asked=yes&to=${successor.person}`)).text, /Goes to Nadia Next/);
    assert.doesNotMatch((await browser.get(path)).html, /error-summary/);
  });
});

describe('a post that ends', () => {
  it('cannot be ended by hand while they hold what they could not go on with', async () => {
    const id = await aCaseOf(cast.dsl);
    const asHead = await signedIn(world, cast.head.person, cast.school);
    await asHead.get('/people/roles');
    await asHead.post('/people/roles/end', { person: cast.dsl.person, role: 'dsl' });
    const refused = await asHead.follow();
    assert.match(refused.text, /They hold 1 open thing that they could not go on with/);
    assert.ok((await actorFor(world, cast.school, cast.dsl.person)).roles.has('dsl'));
    worked(await handOver(cast.head, cast.dsl, 'head'));
    const ended = await endRoleOf(world, cast.head, { person: cast.dsl.person, role: 'dsl' });
    assert.ok(ended.ok);
    assert.equal(await assignedTo(id), cast.head.person);
  });

  it('in another way than by hand is a line on the head’s page until the work is handed over', async () => {
    await aCaseOf(cast.dsl);
    const asHead = await signedIn(world, cast.head.person, cast.school);
    const line = /Alex Safe holds 1 open thing and no longer has the post for it/;
    assert.doesNotMatch((await asHead.get('/')).text, line);
    // As a roster or a group does: the role has ended, nobody asked about the work.
    await world.store.transaction((db) =>
      db.updateTable('person_role').set({ until_day: '2026-11-23' }).where('person_id', '=', cast.dsl.person).execute(),
    );
    assert.match((await asHead.get('/')).text, line);
    await world.store.transaction((db) =>
      db.updateTable('person').set({ left_on: '2026-11-23' }).where('id', '=', cast.dsl.person).execute(),
    );
    assert.match((await asHead.get('/')).text, /Alex Safe has left and holds 1 open thing/);
    const toOffice = await signedIn(world, cast.office.person, cast.school);
    assert.doesNotMatch((await toOffice.get('/')).text, /has left and holds/);
    worked(await handOver(cast.head, cast.dsl, successor));
    assert.doesNotMatch((await asHead.get('/')).text, /has left and holds/);
    assert.deepEqual(await mailed('work-passed-on'), [], 'whoever has left is not written to');
  });
});
