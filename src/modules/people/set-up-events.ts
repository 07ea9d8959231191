import { schoolEvents } from '../school/index.ts';
import { peopleEvents } from './events.ts';

/** Setting up makes a school and a person in one act: events of both. */
export const setUpEvents = { ...peopleEvents, 'school-added': schoolEvents['school-added'] };
