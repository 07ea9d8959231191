import type { Audience } from '../ruleset/ruleset.ts';
import { html, type Html, type HtmlValue } from './html.ts';

/** What every page of the filter needs to know about where it is. */
export interface Place {
  /** Null while no ruleset has ever been valid. */
  readonly schoolName: string | null;
  /** Where the gate is, without a trailing slash: absolute on block pages, empty on the gate itself. */
  readonly gate: string;
  /** Tier 0 as the school lists it; Childline is added when it is not there. */
  readonly help: readonly { readonly label: string; readonly url: string }[];
  /** Who pupils should go to: "your teacher or Mrs Example". */
  readonly trustedAdult: string;
  /** Shown on every page while something is wrong that people should know; usually empty. */
  readonly notices: readonly string[];
  /** True where people and records are made up: every page says so, on screen and on paper. */
  readonly demo: boolean;
}

export interface Page {
  readonly title: string;
  /** Young pages are set in Andika, with big letters and buttons. */
  readonly young: boolean;
  readonly main: Html;
}

const CHILDLINE = { label: 'Childline', url: 'https://www.childline.org.uk/' } as const;

/** The help link that every page shows first: the school's own Childline entry, or the public one. */
export function childline(place: Place): { readonly label: string; readonly url: string } {
  const own = place.help.find((each) => /childline/i.test(each.label) && /^https?:\/\//.test(each.url));
  return own ?? CHILDLINE;
}

/** Words that every page of the filter carries. */
export const MONITORING_NOTICE = 'The school keeps a record of the sites you visit to keep you safe.';

/** What every page of a demonstration says first, as those of the web app do. */
const DEMONSTRATION_MARK = 'DEMONSTRATION: made-up school, made-up people. Put no real names here.';

/** The whole document. No script, no inline style; one stylesheet from the gate. */
export function layout(place: Place, page: Page): string {
  const help = childline(place);
  const others = place.help.filter((each) => each.label !== help.label && /^https?:\/\//.test(each.url)).slice(0, 4);
  return html`<!doctype html>
    <html lang="en-GB" class="${page.young ? 'young' : 'plain'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${page.title} – ${place.schoolName ?? 'Schoolgate'}</title>
        <link rel="stylesheet" href="${place.gate}/assets/gate.css" />
        <link rel="icon" href="${place.gate}/assets/gate.svg" type="image/svg+xml" />
      </head>
      <body${place.demo && html` class="demo"`}>
        ${place.demo && html`<div class="demo-bar"><p>${DEMONSTRATION_MARK}</p></div>`}
        <header class="bar">
          <div class="inner">
            <img src="${place.gate}/assets/mark.svg" width="32" height="32" alt="" /><span class="name">Schoolgate</span
            ><span class="school">${place.schoolName ?? ''}</span>
          </div>
        </header>
        <main class="inner">${notices(place.notices)}${page.main}</main>
        <footer>
          <div class="inner">
            <p class="help">
              <strong>Need help?</strong> <a href="${help.url}">${help.label}</a> or phone 0800&nbsp;1111. It is free
              and private.${others.map((each) => html` <a href="${each.url}">${each.label}</a>`)}
            </p>
            <p class="watch">${MONITORING_NOTICE}</p>
          </div>
        </footer>
      </body>
    </html> `.html;
}

function notices(texts: readonly string[]): HtmlValue {
  return texts.map((text) => html`<p class="notice" role="status">${text}</p> `);
}

/** The four lines of every explanation (design.md): what happened, why, until when, who can help. */
export function fourLines(lines: {
  readonly what: HtmlValue;
  readonly why: HtmlValue;
  readonly until: HtmlValue;
  readonly who: HtmlValue;
}): Html {
  return html`<dl class="lines">
    <div>
      <dt>What happened</dt>
      <dd>${lines.what}</dd>
    </div>
    <div>
      <dt>Why</dt>
      <dd>${lines.why}</dd>
    </div>
    <div>
      <dt>Until when</dt>
      <dd>${lines.until}</dd>
    </div>
    <div>
      <dt>Who can help</dt>
      <dd>${lines.who}</dd>
    </div>
  </dl>`;
}

/** True for the audiences that get a picture and few words. */
export function isYoung(audience: Audience): boolean {
  return audience === 'eyfs' || audience === 'ks1';
}
