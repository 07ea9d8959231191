import type { Ruleset } from '../ruleset/ruleset.ts';
import type { FormPurpose } from './form-ticket.ts';
import { html, type Html } from './html.ts';
import { fourLines, layout, type Place } from './layout.ts';
import { isPersonStopped, profileLabel, pupilWords, staffWords, type Refusal } from './refusal.ts';

/** Makes the ticket for one form on the page. */
export type TicketFor = (purpose: FormPurpose) => string;

/**
 * The page instead of a refused one, in the words of its reader (design.md, "Block pages"). Never shows what was blocked.
 * `ticketFor` makes the single-use tickets of its forms, which post to the gate.
 */
export function blockPage(refusal: Refusal, ruleset: Ruleset | undefined, place: Place, ticketFor: TicketFor): string {
  const stopped = isPersonStopped(refusal.decision);
  switch (refusal.decision.audience) {
    case 'eyfs':
    case 'ks1':
      return layout(place, {
        title: stopped ? 'The internet is off' : 'This page is closed',
        young: true,
        main: youngMain(refusal, ruleset, place, ticketFor, stopped),
      });
    case 'ks2':
      return layout(place, {
        title: stopped ? 'Your internet is off for now' : 'This page is closed',
        young: false,
        main: pupilMain(refusal, ruleset, place, ticketFor, stopped),
      });
    case 'staff':
      return layout(place, {
        title: stopped ? 'Your internet access is off' : 'This site is closed for you',
        young: false,
        main: staffMain(refusal, ruleset, place, ticketFor, stopped),
      });
    case 'guest':
      return layout(place, {
        title: stopped ? 'Your internet access is off' : 'This site is closed',
        young: false,
        main: guestMain(refusal, ruleset, place, ticketFor, stopped),
      });
  }
}

/** The big button, the same on every page for pupils. */
export function tellAnAdult(place: Place, ticket: string, size: 'big' | 'plain'): Html {
  return html`<form method="post" action="${place.gate}/tell-an-adult">
    <input type="hidden" name="ticket" value="${ticket}" /><button class="${size}">
      ${size === 'big' && html`<img src="${place.gate}/assets/hand.svg" width="44" height="44" alt="" />`}Tell an adult
    </button>
  </form>`;
}

function youngMain(
  refusal: Refusal,
  ruleset: Ruleset | undefined,
  place: Place,
  ticketFor: TicketFor,
  stopped: boolean,
): Html {
  const words = pupilWords(refusal, ruleset);
  return html`<img class="picture" src="${place.gate}/assets/gate.svg" width="320" height="240" alt="" />
    <h1>${stopped ? 'The internet is off.' : 'This page is closed.'}</h1>
    <p class="say">Tell your teacher.</p>
    <div class="actions">${tellAnAdult(place, ticketFor('tell'), 'big')}</div>
    <details>
      <summary>For grown-ups</summary>
      ${fourLines({
        what: stopped ? 'The internet is off for this child.' : html`${refusal.host} was not opened.`,
        why: staffWords(refusal, ruleset).why,
        until: words.until,
        who: place.trustedAdult,
      })}
    </details>`;
}

function pupilMain(
  refusal: Refusal,
  ruleset: Ruleset | undefined,
  place: Place,
  ticketFor: TicketFor,
  stopped: boolean,
): Html {
  const words = pupilWords(refusal, ruleset);
  return html`<h1>${stopped ? 'Your internet is off for now' : 'This page is closed'}</h1>
    ${fourLines({
      what: html`You asked for <strong>${refusal.host}</strong>. It did not open.`,
      why: words.why,
      until: words.until,
      who: html`${place.trustedAdult}. You have done nothing wrong by asking.`,
    })}
    <div class="actions">
      ${tellAnAdult(place, ticketFor('tell'), 'plain')}${
        !stopped &&
        html`<form method="post" action="${place.gate}/mistake">
          <input type="hidden" name="ticket" value="${ticketFor('mistake')}" /><button class="second">
            I think this is a mistake
          </button>
        </form>`
      }
    </div>
    <p><a href="${place.gate}/">Go to your start page</a></p>`;
}

function staffMain(
  refusal: Refusal,
  ruleset: Ruleset | undefined,
  place: Place,
  ticketFor: TicketFor,
  stopped: boolean,
): Html {
  const words = staffWords(refusal, ruleset);
  const canOpen = !stopped && refusal.decision.reason !== 'illegal';
  return html`<h1>${stopped ? 'Your internet access is off' : 'This site is closed for you'}</h1>
    ${fourLines({
      what: html`<strong>${refusal.host}</strong> was not opened.`,
      why: words.why,
      until: words.until,
      who: stopped ? 'The headteacher or the online-safety lead.' : 'The online-safety lead. You can ask here.',
    })}
    ${canOpen && askToOpen(place, ticketFor('open'), undefined, '')}
    <h2>What the filter sees</h2>
    ${facts(refusal, ruleset)} ${notMe(refusal, place, ticketFor)}
    <div class="actions">${tellAnAdult(place, ticketFor('tell'), 'plain')}</div>`;
}

/** The form by which staff ask for a site. `problem` is said above the field, with what was typed kept. */
export function askToOpen(place: Place, ticket: string, problem: string | undefined, typed: string): Html {
  return html`<form class="box" method="post" action="${place.gate}/ask-to-open">
    <input type="hidden" name="ticket" value="${ticket}" />
    <label for="reason">Ask to open this site</label>
    <p class="hint" id="reason-hint">What do you need it for? The online-safety lead reads this and decides.</p>
    ${problem !== undefined && html`<p class="problem" id="reason-problem">${problem}</p>`}
    <textarea
      id="reason"
      name="reason"
      maxlength="500"
      required
      aria-describedby="reason-hint${problem !== undefined ? ' reason-problem' : ''}"
    >
${typed}</textarea>
    <button>Ask to open</button>
  </form>`;
}

function facts(refusal: Refusal, ruleset: Ruleset | undefined): Html {
  const { decision } = refusal;
  const list =
    decision.list === null
      ? 'None'
      : decision.listVersion === null
        ? decision.list
        : `${decision.list}, version ${decision.listVersion}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Person', refusal.personName ?? 'Nobody has signed in'],
    [
      'Known by',
      { credential: 'Network credential', 'sign-in': 'Sign-in at this address', network: 'The network’s default' }[
        refusal.knownBy
      ],
    ],
    ['Profile', profileLabel(decision.profile, ruleset)],
    ['Rule', decision.rule],
    ['List', list],
    ['Clause of the policy', decision.clause ?? 'None'],
    ['Rules in force', `number ${refusal.ruleset}`],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function notMe(refusal: Refusal, place: Place, ticketFor: TicketFor): Html | undefined {
  if (refusal.knownBy !== 'sign-in' || refusal.personName === null) return undefined;
  return html`<form class="box" method="post" action="${place.gate}/sign-out">
    <input type="hidden" name="ticket" value="${ticketFor('sign-out')}" />
    <p>If you are not ${refusal.personName}, sign out of this computer, then sign in as yourself.</p>
    <button class="second">This is not me: sign out</button>
  </form>`;
}

function guestMain(
  refusal: Refusal,
  ruleset: Ruleset | undefined,
  place: Place,
  ticketFor: TicketFor,
  stopped: boolean,
): Html {
  const words = staffWords(refusal, ruleset);
  return html`<h1>${stopped ? 'Your internet access is off' : 'This site is closed'}</h1>
    ${fourLines({
      what: html`<strong>${refusal.host}</strong> was not opened.`,
      why: words.why,
      until: words.until,
      who: 'The school office, or the member of staff you are with.',
    })}
    ${notMe(refusal, place, ticketFor)}
    <div class="actions">${tellAnAdult(place, ticketFor('tell'), 'plain')}</div>
    <p><a href="${place.gate}/">Go to the start page</a></p>`;
}
