import { doneBy, type Make } from './permissions-given.ts';
import { newest, rosterFiles } from './permissions-world.ts';

/** What the requests about rosters carry (see permissions-requests.ts). */

// A roster that is brought takes the place of the one before: each request brings its own.
const draft: Make = async ({ world, at }) => {
  await doneBy(world, await at.actor('office'), 'people.bring-roster', rosterFiles(at.family));
  return {
    params: { id: await newest(world, 'roster_draft', { school_id: at.school, state: 'open' }) },
    body: { fingerprint: '0'.repeat(64) },
  };
};

const ownColumns: Make = async ({ world, at }) => {
  await doneBy(world, await at.actor('office'), 'people.bring-roster', {
    files: [{ name: 'pupils.csv', bytes: new TextEncoder().encode('Name,UPN,Year\nSam Hill,,3\n') }],
  });
  return {
    params: { id: await newest(world, 'roster_draft', { school_id: at.school, state: 'open' }) },
    body: { about: 'pupils', days: 'day-first', column0: 'name', column1: 'upn', column2: 'year' },
  };
};

const rosterRun: Make = async ({ world, at }) => ({
  params: { id: await newest(world, 'roster_import', { school_id: at.school }) },
});

export const rosterRequests: Readonly<Record<string, Make>> = {
  '/people/import': () => ({ body: rosterFiles('Again') }),
  '/people/import/:id': draft,
  '/people/import/:id/people': draft,
  '/people/import/:id/columns': ownColumns,
  '/people/import/runs/:id': rosterRun,
  '/people/import/runs/:id/go-on': rosterRun,
  '/people/import/runs/:id/undo': rosterRun,
};
