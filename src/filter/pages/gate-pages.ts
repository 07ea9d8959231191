import type { Ruleset } from '../ruleset/ruleset.ts';
import { tellAnAdult } from './block-page.ts';
import { html } from './html.ts';
import { fourLines, layout, type Place } from './layout.ts';
import { badPageAdvice } from './start-page.ts';

/** The gate's small pages: one thing said or asked on each. */

/** The form of *Tell an adult*. `again` when an old or odd form was sent: pressing once more sends the call. */
export function tellPage(
  place: Place,
  ruleset: Ruleset | undefined,
  young: boolean,
  ticket: string,
  again: boolean,
): string {
  return layout(place, {
    title: 'Tell an adult',
    young,
    main: young
      ? html`<img class="picture" src="${place.gate}/assets/gate.svg" width="320" height="240" alt="" />
          <h1>Do you need help?</h1>
          ${again && html`<p class="say">Press once more.</p>`}
          <div class="actions">${tellAnAdult(place, ticket, 'big')}</div>`
      : html`<h1>Tell an adult</h1>
          ${again && html`<p class="notice" role="status">That page had been open for a long time, so nothing was sent yet. Press the button once more.</p>`}
          <p>
            ${badPageAdvice(ruleset)} You can also press the button. Then a grown-up at school who looks after children
            is told that you would like help.
          </p>
          <div class="actions">${tellAnAdult(place, ticket, 'plain')}</div>`,
  });
}

export type Saved = 'saved' | 'saved-app-silent' | 'not-saved' | 'many';

/** The answer to *Tell an adult*: says only what is true. */
export function toldPage(place: Place, young: boolean, saved: Saved): string {
  const words = {
    saved: {
      title: 'Saved. Somebody will come.',
      more: 'Your call for help is written down, and a grown-up is being told.',
    },
    'saved-app-silent': {
      title: 'Saved. Tell a grown-up now.',
      more: 'Your call for help is written down, but nobody can be told this minute. Go to a grown-up.',
    },
    'not-saved': {
      title: 'Tell a grown-up now.',
      more: 'The computer could not write down your call for help. Go to a grown-up.',
    },
    many: {
      title: 'Tell a grown-up now.',
      more: 'Your earlier calls for help are written down. Go to a grown-up as well.',
    },
  }[saved];
  return layout(place, {
    title: words.title,
    young,
    main: young
      ? html`<img class="picture" src="${place.gate}/assets/gate.svg" width="320" height="240" alt="" />
          <h1>${words.title}</h1>`
      : html`<h1>${words.title}</h1>
          <p class="lead">${words.more}</p>
          <p>You did the right thing.</p>
          <p><a href="${place.gate}/">Go to your start page</a></p>`,
  });
}

export interface Message {
  readonly title: string;
  readonly lines: { readonly what: string; readonly why: string; readonly until: string; readonly who: string };
}

/** A page with the four lines and the way back. */
export function messagePage(place: Place, message: Message): string {
  return layout(place, {
    title: message.title,
    young: false,
    main: html`<h1>${message.title}</h1>
      ${fourLines(message.lines)}
      <p><a href="${place.gate}/">Go to the start page</a></p>`,
  });
}

/** Hello after signing in. */
export function signedInPage(place: Place, young: boolean, name: string): string {
  return layout(place, {
    title: `Hello ${name}`,
    young,
    main: young
      ? html`<img class="picture" src="${place.gate}/assets/gate.svg" width="320" height="240" alt="" />
          <h1>Hello ${name}</h1>
          <p class="say">You are signed in.</p>`
      : html`<h1>Hello ${name}</h1>
          <p class="lead">You are signed in on this computer. You can use the internet now.</p>
          <p>When you have finished, <a href="${place.gate}/">sign out on your start page</a>.</p>`,
  });
}

/** Thanks for a report or a question; the record of it is written. */
export function sentPage(place: Place, title: string, more: string): string {
  return layout(place, {
    title,
    young: false,
    main: html`<h1>${title}</h1>
      <p class="lead">${more}</p>
      <p><a href="${place.gate}/">Go to your start page</a></p>`,
  });
}
