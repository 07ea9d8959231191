import { recordId } from '../../../platform/forms/fields.ts';
import { subjectEvents } from './events.ts';

/** What every step on a request shares: how it is named, the event it leaves, and what is said when it cannot be taken. */

export const requestInput = { id: recordId<'subject-request'>() };
export const stepEvents = { 'subject-request-step': subjectEvents['subject-request-step'] };
export const NOT_OPEN = 'This request is closed.';
export const SIGN_IN = 'Sign in to work on a request.';
