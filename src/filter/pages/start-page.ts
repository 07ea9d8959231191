import type { BadPageAdvice, Audience, Ruleset } from '../ruleset/ruleset.ts';
import { tellAnAdult } from './block-page.ts';
import { html, type Html } from './html.ts';
import { fourLines, isYoung, layout, type Place } from './layout.ts';
import type { RecentBlock } from './recent-blocks.ts';
import { pupilWords, staffWords, type Refusal } from './refusal.ts';
import { timeOfDay } from './when.ts';

export interface StartPage {
  readonly place: Place;
  readonly ruleset: Ruleset | undefined;
  /** Name of the person as the filter sees them, null when nobody is known. */
  readonly name: string | null;
  readonly knownBy: 'credential' | 'sign-in' | 'network';
  readonly audience: Audience;
  /** Set while this person is off the internet. */
  readonly stopped: Refusal | undefined;
  readonly blocked: readonly RecentBlock[];
  /** False while the web app is silent: sign-in waits. */
  readonly appRuns: boolean;
  readonly tellTicket: string;
  readonly signOutTicket: string;
}

/** The gate's start page: who the filter thinks you are, what it just closed and why, and the ways to help. */
export function startPage(page: StartPage): string {
  const young = isYoung(page.audience);
  return layout(page.place, {
    title: 'Your start page',
    young,
    main: young ? youngMain(page) : plainMain(page),
  });
}

function youngMain(page: StartPage): Html {
  const say =
    page.stopped !== undefined
      ? 'The internet is off. Tell your teacher.'
      : page.blocked.length > 0
        ? 'That page is closed. Tell your teacher.'
        : undefined;
  return html`<img class="picture" src="${page.place.gate}/assets/gate.svg" width="320" height="240" alt="" />
    <h1>${page.name === null ? 'Hello' : `Hello ${page.name}`}</h1>
    ${say !== undefined && html`<p class="say">${say}</p>`}
    <div class="actions">${tellAnAdult(page.place, page.tellTicket, 'big')}</div>
    <div class="actions">${signInOrOut(page, 'Sign in', 'Sign out')}</div>
    ${
      (page.blocked.length > 0 || page.stopped !== undefined) &&
      html`<details>
        <summary>For grown-ups</summary>
        ${page.stopped !== undefined && stopLines(page, page.stopped)}${blockedList(page)}
      </details>`
    }`;
}

function plainMain(page: StartPage): Html {
  const who =
    page.name === null
      ? html`<p>Nobody has signed in on this computer.</p>`
      : html`<p>
          ${page.knownBy === 'credential' ? 'You are known by this computer’s network log-in.' : `You are signed in as ${page.name}.`}
        </p>`;
  return html`<h1>${page.name === null ? 'Who is using this computer?' : `Hello ${page.name}`}</h1>
    <div class="who">
      ${who}${signInOrOut(page, 'Sign in', page.name === null ? '' : `I am not ${page.name}: sign out`)}
    </div>
    ${
      page.stopped !== undefined &&
      html`<h2>Your internet is off for now</h2>
        ${stopLines(page, page.stopped)}`
    }
    <h2>Closed in the last ten minutes</h2>
    ${page.blocked.length === 0 ? html`<p>Nothing has been closed for you. When a page does not open, come here: this page says why.</p>` : blockedList(page)}
    <h2>If something worries you</h2>
    <p>${badPageAdvice(page.ruleset)}</p>
    <div class="actions">${tellAnAdult(page.place, page.tellTicket, 'plain')}</div>`;
}

/** What to do with a bad page on the screen is the school's policy, not ours. */
export function badPageAdvice(ruleset: Ruleset | undefined): string {
  return adviceWords[ruleset?.gate.badPageAdvice ?? 'close-and-tell'];
}

const adviceWords: Readonly<Record<BadPageAdvice, string>> = {
  'minimise-and-tell': 'Hide the page, do not close it, and fetch a grown-up.',
  'close-and-tell': 'Close the page and tell a grown-up.',
  'leave-and-tell': 'Leave the page as it is, turn away from it and fetch a grown-up.',
  'report-only': 'Tell a grown-up.',
};

function signInOrOut(page: StartPage, signIn: string, signOut: string): Html | undefined {
  if (page.knownBy === 'sign-in') {
    return html`<form method="post" action="${page.place.gate}/sign-out">
      <input type="hidden" name="ticket" value="${page.signOutTicket}" /><button class="second">
        ${signOut === '' ? 'Sign out' : signOut}
      </button>
    </form>`;
  }
  if (page.knownBy === 'credential') return undefined;
  if (!page.appRuns) return html`<p>Signing in has to wait. It will come back by itself.</p>`;
  return html`<a class="button second" href="${page.place.gate}/sign-in">${signIn}</a>`;
}

function stopLines(page: StartPage, stopped: Refusal): Html {
  const staff = page.audience === 'staff' || page.audience === 'guest';
  const words = staff ? staffWords(stopped, page.ruleset) : pupilWords(stopped, page.ruleset);
  return fourLines({
    what: 'Sites on the internet do not open for you. Help sites do.',
    why: words.why,
    until: words.until,
    who: staff ? 'The headteacher or the online-safety lead.' : page.place.trustedAdult,
  });
}

function blockedList(page: StartPage): Html | undefined {
  if (page.blocked.length === 0) return undefined;
  const staff = page.audience === 'staff' || page.audience === 'guest';
  return html`<ul class="blocked">
    ${page.blocked.map((each) => {
      const words = staff ? staffWords(each.refusal, page.ruleset) : pupilWords(each.refusal, page.ruleset);
      const at = timeOfDay(Temporal.Instant.fromEpochMilliseconds(each.atMs));
      return html`<li><strong>${each.refusal.host}</strong> at ${at}<span>${words.why} ${words.until}</span></li>`;
    })}
  </ul>`;
}
