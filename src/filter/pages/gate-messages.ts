import type { Message } from './gate-pages.ts';

/** What the gate says when it cannot do what was asked: four lines each. */

/** Somebody signed in by a link that another computer's browser got from the gate. */
export const signedInElsewhere: Message = {
  title: 'That sign-in was for another computer',
  lines: {
    what: 'You signed in on a page that another computer had asked for. Nothing has been opened, here or there.',
    why: 'A sign-in page counts only for the computer that asked for it. Somebody may have sent you theirs.',
    until: 'Sign in from the start page of the computer in front of you.',
    who: 'If somebody sent you the link, tell the online-safety lead.',
  },
};

/** The browser came back to the gate too long after signing in. */
export const cameBackLate: Message = {
  title: 'Sign in once more',
  lines: {
    what: 'You are not signed in on this computer.',
    why: 'It took too long to come back here after the sign-in page.',
    until: 'Until you sign in again on the start page.',
    who: 'The school’s technician, if it happens again.',
  },
};

/** The ways in that wait while the web app is silent, and what goes on without it. */
export const signInWaits: Message = {
  title: 'Signing in has to wait',
  lines: {
    what: 'The sign-in page cannot be reached at the moment.',
    why: 'The part of Schoolgate that knows the names is not running. The filter goes on: open sites stay open, closed ones stay closed, and Tell an adult works.',
    until: 'Until it runs again. Try in a few minutes.',
    who: 'The school’s technician.',
  },
};

/** An address of the gate that leads nowhere. */
export const missing: Message = {
  title: 'There is no page here',
  lines: {
    what: 'This address leads nowhere.',
    why: 'It may be spelled wrongly, or be an old link.',
    until: 'Always.',
    who: 'A grown-up who is with you.',
  },
};

/** A request that is none of our forms. */
export const unreadable: Message = {
  title: 'This could not be read',
  lines: {
    what: 'Nothing was sent.',
    why: 'What your browser sent is not one of the forms of these pages.',
    until: 'Go back, then press the button again.',
    who: 'The school’s technician.',
  },
};

/** Something of ours failed. */
export const broken: Message = {
  title: 'Something went wrong here',
  lines: {
    what: 'The gate could not show this page. The filter goes on working.',
    why: 'The reason is in the filter’s log.',
    until: 'Try again in a moment.',
    who: 'The school’s technician. If you need help, tell a grown-up now.',
  },
};

/** The gate was called by a name that is not its own. */
export function elsewhere(gateUrl: string): Message {
  return {
    title: 'The start page has another address',
    lines: {
      what: 'You came here by a name that the gate does not know.',
      why: `Its address is ${gateUrl}`,
      until: 'Always.',
      who: 'The school’s technician.',
    },
  };
}
