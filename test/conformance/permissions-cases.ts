import assert from 'node:assert/strict';
import { Readable } from 'node:stream';

import type { IncidentId } from '../../src/modules/incidents/incident.ts';
import { aClassifiedOne, aReport, aSafeOne, seenBy } from '../../src/modules/incidents/testing.ts';
import { incidentCommands } from '../../src/modules/incidents/module-parts.ts';
import { incidentTables } from '../../src/modules/incidents/store.ts';
import { writeHandle } from '../../src/platform/db/scoped-tables.ts';
import { actorFor, worked } from '../../src/modules/people/testing.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import type { World } from '../support/world.ts';
import type { Asker } from './permissions-cells.ts';
import { askerName, newest, type SeededSchool } from './permissions-world.ts';

/** A case, with the ids that addresses within it name. */
export interface SeededCase {
  readonly id: IncidentId;
  readonly version: number;
}

/** The step that a route is about decides how far its case has come. */
const reached: Readonly<Record<string, string>> = {
  notify: 'notify',
  act: 'act',
  parents: 'parents',
  'go-on': 'parents recorded',
  sanction: 'sanction',
  'no-sanction': 'sanction',
  review: 'review',
  close: 'close',
  reopen: 'closed',
};

/** Makes a case of a subject of the table. `step` is the last part of the route: the case stands where that step is open. */
export async function aCase(
  world: World,
  at: SeededSchool,
  subject: string,
  who: Asker,
  step: string,
): Promise<SeededCase> {
  const reporter = await actorFor(world, at.school, at.others.colleague);
  const [dsl, head, chair, viceChair] = [
    await at.actor('dsl'),
    await at.actor('head'),
    await at.actor('chair'),
    await at.actor('vice-chair'),
  ];
  const pupil = `Elmer ${at.family}`;
  switch (subject) {
    case 'a pupil, not yet classified': {
      const id = await aReport(world, reporter, { who: pupil });
      if (step === 'classify') await aSafeOne(world, dsl, id);
      return seen(world, dsl, id);
    }
    case 'a pupil, inappropriate': {
      const id = await aClassifiedOne(world, dsl, await aReport(world, reporter, { who: pupil }), 'inappropriate');
      await bring(world, dsl, id, reached[step] ?? 'notify');
      if (step === 'end') await aSanction(world, dsl, id, at.others.untaught);
      return seen(world, dsl, id);
    }
    case 'a pupil, minor':
      return seen(
        world,
        dsl,
        await aClassifiedOne(world, dsl, await aReport(world, reporter, { who: pupil }), 'minor'),
      );
    case 'a pupil, illegal': {
      const id = await aClassifiedOne(world, dsl, await aReport(world, reporter, { who: pupil }), 'illegal');
      if (step === 'end') await aSanction(world, dsl, id, at.others.untaught);
      return seen(world, dsl, id);
    }
    case 'a member of staff':
      return seen(world, head, await aReport(world, reporter, { who: '', about: 'staff' }));
    case 'staff, the deputy head named': {
      const id = await aReport(world, reporter, { who: '', about: 'staff' });
      const { version } = await seenBy(world, head, id);
      const to = at.person('deputy-head');
      worked(await world.runner.run(incidentCommands().assign, head, { id, version: String(version), to }));
      if (step === 'classify') await aSafeOne(world, head, id);
      if (step !== 'make-safe' && step !== 'classify') {
        await aClassifiedOne(world, head, id, 'allegation', { about: 'staff' });
      }
      return seen(world, head, id);
    }
    case 'the head':
      return seen(world, chair, await aReport(world, reporter, { who: '', about: 'head' }));
    case 'the chair':
      return seen(world, viceChair, await aReport(world, reporter, { who: '', about: 'chair' }));
    case 'themselves': {
      const role = who === 'nobody' ? 'staff' : who;
      // Nobody but the one it is about is left out, so the version does not matter: everybody in the row is refused.
      return { id: await aReport(world, reporter, { who: askerName(role, at.family) }), version: 1 };
    }
    default:
      throw new Error(`no case is called “${subject}”`);
  }
}

async function seen(world: World, actor: PersonActor, id: IncidentId): Promise<SeededCase> {
  return { id, version: (await seenBy(world, actor, id)).version };
}

/** Takes an inappropriate case on to where a step is open. */
async function bring(world: World, by: PersonActor, id: IncidentId, to: string): Promise<void> {
  const commands = incidentCommands();
  const input = async (more: Record<string, string>) => ({
    id,
    version: String((await seenBy(world, by, id)).version),
    ...more,
  });
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['notify', async () => worked(await world.runner.run(commands.notify, by, await input({ words: 'Told.' })))],
    [
      'act',
      async () => worked(await world.runner.run(commands.act, by, await input({ actions: 'Spoke.', reasons: 'So.' }))),
    ],
    [
      'parents',
      async () => worked(await world.runner.run(commands.parents, by, await input({ answer: 'not-applicable' }))),
    ],
    ['sanction', async () => worked(await world.runner.run(commands.noSanction, by, await input({ reason: 'None.' })))],
    ['review', async () => worked(await world.runner.run(commands.review, by, await input({ learned: 'Watch.' })))],
    ['close', async () => worked(await world.runner.run(commands.close, by, await input({ confirm: 'yes' })))],
  ];
  if (to === 'parents recorded') {
    // Recorded before its turn, so that the case can simply go on when it comes.
    worked(await world.runner.run(commands.parents, by, await input({ answer: 'not-applicable' })));
  }
  const until = to === 'parents recorded' ? 'parents' : to;
  for (const [state, take] of steps) {
    if (state === until) return;
    await take();
  }
}

async function aSanction(world: World, by: PersonActor, id: IncidentId, person: string): Promise<void> {
  const version = String((await seenBy(world, by, id)).version);
  worked(
    await world.runner.run(incidentCommands().sanction, by, {
      id,
      version,
      person,
      code: 'internet-removed',
      starts: 'now',
      ends: 'after',
      length: '1',
      unit: 'hours',
      reason: 'A rule was broken.',
    }),
  );
}

/** A task in a case, for somebody of the staff. */
export async function aTask(world: World, at: SeededSchool, to: string): Promise<string> {
  const dsl = await at.actor('dsl');
  const reporter = await actorFor(world, at.school, at.others.colleague);
  const id = await aReport(world, reporter, { who: `Elmer ${at.family}` });
  const version = String((await seenBy(world, dsl, id)).version);
  worked(await world.runner.run(incidentCommands().task, dsl, { id, version, to, words: 'Look after them.' }));
  return newest(world, 'incident_task', { incident_id: id });
}

/** A file in a case, whatever the case: as somebody added it before the case became what it is. */
export async function aFile(world: World, at: SeededSchool, incident: IncidentId): Promise<string> {
  const id = world.ids.next();
  const upload = await world.parts.files.put(Readable.from([Buffer.from('Dear school')]), {
    name: 'a.txt',
    most: 1000,
  });
  assert.ok('content' in upload);
  await world.store.transaction((db) =>
    incidentTables.write(writeHandle(db, at.school)).insert('incident_file', {
      id,
      incident_id: incident,
      name: upload.name,
      content: upload.content,
      kind: upload.kind.code,
      bytes: upload.bytes,
      added_by: at.others.colleague,
      added_at: world.clock.now().toString(),
    }),
  );
  return id;
}
