import { html } from './html.ts';
import { fourLines, layout, type Place } from './layout.ts';

/** What went wrong with a request that was not refused by a rule. */
export type Mishap =
  | 'not-a-proxy-request'
  | 'bad-request'
  | 'host-mismatch'
  | 'too-large'
  | 'method'
  | 'expectation'
  | 'not-found'
  | 'unreachable'
  | 'too-slow'
  | 'broken-answer'
  | 'wrong-credential'
  | 'too-many'
  | 'stopped';

interface MishapWords {
  readonly status: number;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly until: string;
  readonly who: string;
}

const TECHNICIAN = 'The school’s technician.';
const LATER = 'Try again in a few minutes. If it goes on, tell an adult.';

export const mishaps: Readonly<Record<Mishap, MishapWords>> = {
  'not-a-proxy-request': {
    status: 400,
    title: 'This is the school’s web filter',
    what: 'You came to the filter itself, not to a page.',
    why: 'Browsers use this address as their proxy. The start page is somewhere else: follow the link below.',
    until: 'Always.',
    who: TECHNICIAN,
  },
  'bad-request': {
    status: 400,
    title: 'This request cannot be read safely',
    what: 'The filter did not send your request on.',
    why: 'Part of it can be read in two ways.',
    until: 'Until the program that sent it is mended.',
    who: TECHNICIAN,
  },
  'host-mismatch': {
    status: 400,
    title: 'This request names two different sites',
    what: 'The filter did not send your request on.',
    why: 'Its address and its Host field do not agree.',
    until: 'Until the program that sent it is mended.',
    who: TECHNICIAN,
  },
  'too-large': {
    status: 431,
    title: 'This request is too long',
    what: 'The filter did not send your request on.',
    why: 'Its head has more fields than the filter takes.',
    until: 'Deleting the site’s cookies often helps.',
    who: TECHNICIAN,
  },
  method: {
    status: 405,
    title: 'This kind of request is not passed on',
    what: 'The filter did not send your request on.',
    why: 'It asks for something that web pages do not need.',
    until: 'Always.',
    who: TECHNICIAN,
  },
  expectation: {
    status: 417,
    title: 'This request expects something unknown',
    what: 'The filter did not send your request on.',
    why: 'Its Expect field asks for something the filter does not know.',
    until: 'Until the program that sent it is mended.',
    who: TECHNICIAN,
  },
  'not-found': {
    status: 502,
    title: 'There is no site with this name',
    what: 'The page did not open.',
    why: 'The name could not be found. It may be spelled wrongly.',
    until: 'Check the spelling, then try again.',
    who: 'A grown-up who is with you.',
  },
  unreachable: {
    status: 502,
    title: 'This site does not answer',
    what: 'The page did not open. The school has not closed it.',
    why: 'The site’s own computer does not answer.',
    until: LATER,
    who: 'A grown-up who is with you.',
  },
  'too-slow': {
    status: 504,
    title: 'This site takes too long',
    what: 'The page did not open. The school has not closed it.',
    why: 'The site’s own computer did not answer in time.',
    until: LATER,
    who: 'A grown-up who is with you.',
  },
  'broken-answer': {
    status: 502,
    title: 'This site’s answer is broken',
    what: 'The page did not open.',
    why: 'The answer cannot be read safely, so it was not passed on.',
    until: LATER,
    who: 'A grown-up who is with you.',
  },
  'wrong-credential': {
    status: 407,
    title: 'This network log-in is not right',
    what: 'The page did not open.',
    why: 'The name or the secret of the network log-in is wrong, or it has been taken back.',
    until: 'Until the right one is entered.',
    who: TECHNICIAN,
  },
  'too-many': {
    status: 429,
    title: 'Too many wrong log-ins',
    what: 'The filter has stopped looking at log-ins from this computer.',
    why: 'Many wrong ones came in a short time.',
    until: 'Wait one minute, then try again.',
    who: TECHNICIAN,
  },
  stopped: {
    status: 503,
    title: 'The filter is restarting',
    what: 'The page did not open.',
    why: 'The filter is being restarted.',
    until: 'Try again in a moment.',
    who: TECHNICIAN,
  },
};

/** The page for a mishap. `detail` is one exact clause for technicians, in our own words, never bytes of the request. */
export function errorPage(place: Place, mishap: Mishap, detail?: string): string {
  const words = mishaps[mishap];
  return layout(place, {
    title: words.title,
    young: false,
    main: html`<h1>${words.title}</h1>
      ${fourLines({ what: words.what, why: detail === undefined ? words.why : `${words.why} For technicians: ${detail}.`, until: words.until, who: words.who })}
      <p><a href="${place.gate}/">Go to the start page</a></p>`,
  });
}
