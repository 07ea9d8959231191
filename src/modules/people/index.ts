import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { addClassByHand } from './commands/add-class.ts';
import { addPersonByHand } from './commands/add-person.ts';
import { endRoleToday } from './commands/end-role.ts';
import { giveRole } from './commands/give-role.ts';
import { setLogIn } from './commands/set-log-in.ts';
import { noteSignIn } from './commands/sign-in.ts';
import { peopleEvents } from './events.ts';
import { classesNamed } from './queries/classes-named.ts';
import { whoSignsIn } from './queries/signed-in-person.ts';
import { owned } from './rows.ts';

export { actorOf, personActor, whoIs } from './actor.ts';
export { checkLogin, type LogIn } from './sign-in.ts';
export {
  findPerson,
  holdersOf,
  linkedPeople,
  namesOf,
  peopleOfTheFilter,
  searchPeople,
  type FilterPerson,
  type PersonSummary,
  type PupilFacts,
} from './lists.ts';

/** Makes the people module. */
export function makePeopleModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'people',
    tables: owned.names,
    events: peopleEvents,
    commands: [addPersonByHand, addClassByHand, giveRole, endRoleToday, setLogIn, noteSignIn],
    queries: [whoSignsIn, classesNamed],
    pages: [],
    publicRoutes: [],
    controls: [],
    settings: [],
    duties: [],
    retention: [],
    jobs: [],
  };
}
