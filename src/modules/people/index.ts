import type { PersonActor } from '../../platform/access/access.ts';
import type { WebSession } from '../../platform/auth/web-sessions.ts';
import type { RequestId } from '../../platform/ids/ids.ts';
import type { ModuleParts, SchoolgateModule } from '../module.ts';

/** Makes the people module. */
export function makePeopleModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'people',
    tables: [],
    events: {},
    commands: [],
    queries: [],
    pages: [],
    publicRoutes: [],
    controls: [],
    settings: [],
    duties: [],
    retention: [],
    jobs: [],
  };
}

/** The person a web session stands for today, with roles and classes of this date; undefined when the account is closed. */
export function actorOf(
  _parts: ModuleParts,
  _session: WebSession,
  _request: RequestId,
): Promise<PersonActor | undefined> {
  return Promise.resolve(undefined);
}

/** The line at the top of each page: the school's name, and the person's first role as people see it. */
export function whoIs(_parts: ModuleParts, _actor: PersonActor): Promise<{ school: string; role: string }> {
  return Promise.resolve({ school: '', role: '' });
}
