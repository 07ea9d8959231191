import type { IncomingMessage } from 'node:http';

import { askToOpen } from './block-page.ts';
import { readFormTicket, type FormFacts, type FormPurpose, type SpentTickets } from './form-ticket.ts';
import { sentPage, tellPage, toldPage } from './gate-pages.ts';
import type { GateParts } from './gate-parts.ts';
import { audienceOf, type Visitor } from './gate-visitor.ts';
import { html } from './html.ts';
import { isYoung, layout, type Place } from './layout.ts';

/** What a form answers with: a page, or the way to another one. */
export type FormAnswer =
  { readonly status: number; readonly page: string } | { readonly status: 303; readonly location: string };

/** Bytes of a form of the gate. */
const MOST_BODY = 8 * 1024;

/** The fields of a posted form; undefined when it is not one, or longer than any of ours. */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(req.headers['content-type'] ?? '')) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req) {
    if (!Buffer.isBuffer(part)) return undefined;
    size += part.length;
    if (size > MOST_BODY) return undefined;
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

export interface FormContext {
  readonly parts: GateParts;
  readonly spent: SpentTickets;
  readonly place: Place;
  readonly visitor: Visitor;
  readonly form: URLSearchParams;
}

/**
 * *Tell an adult*: written and synced before the page answers (contracts.md). The same press twice is one call; a form that is too
 * old is shown again instead of being refused; when nothing could be written the page says so.
 */
export function tellAnAdultPosted(context: FormContext): FormAnswer {
  const { parts, place, visitor } = context;
  const read = readTicket(context, 'tell');
  if (!read.ok) {
    const page = tellPage(place, parts.rules().ruleset, visitor.young, visitor.ticket('tell'), true);
    return { status: 403, page };
  }
  const young = isYoung(audienceOf(parts, read.facts.profile));
  const told = parts.appRuns() ? 'saved' : 'saved-app-silent';
  if (context.spent.has(read.nonce)) return { status: 200, page: toldPage(place, young, told) };
  if (parts.calls.closed(read.facts.address)) return { status: 429, page: toldPage(place, young, 'many') };
  const saved = parts.spool.appendSynced({
    type: 'help-asked',
    ...base(context, read.facts),
    about: read.facts.about,
    ticket: read.nonce,
  });
  if (!saved) return { status: 503, page: toldPage(place, young, 'not-saved') };
  context.spent.add(read.nonce, read.expiresMs);
  parts.calls.failed(read.facts.address);
  return { status: 200, page: toldPage(place, young, told) };
}

/** *I think this is a mistake*, from a block page for pupils who read. */
export function mistakePosted(context: FormContext): FormAnswer {
  const { place } = context;
  const read = readTicket(context, 'mistake');
  if (!read.ok) return stale(place);
  const thanks = sentPage(
    place,
    'Thank you',
    'A grown-up at school will look at this site. It stays closed until then.',
  );
  return writeOnce(context, read, thanks, {
    type: 'mistake-reported',
    ...base(context, read.facts),
    host: read.facts.about,
  });
}

/** *Ask to open this site*, from a block page for staff: with a reason, at most 500 characters. */
export function askToOpenPosted(context: FormContext): FormAnswer {
  const { place, form, parts, visitor } = context;
  const read = readTicket(context, 'open');
  if (!read.ok) return stale(place);
  const reason = (form.get('reason') ?? '').replaceAll('\r\n', '\n').trim();
  const problem =
    reason === ''
      ? 'Enter what you need the site for'
      : reason.length > 500
        ? 'What you need the site for must be 500 characters or fewer'
        : undefined;
  if (problem !== undefined) {
    const title = 'Ask to open a site';
    const main = html`<h1>${title}</h1>
      <p><strong>${read.facts.about}</strong> is closed.</p>
      ${askToOpen(place, form.get('ticket') ?? '', problem, reason)}`;
    return { status: 422, page: layout(place, { title: `Problem: ${title}`, young: false, main }) };
  }
  if (audienceOf(parts, read.facts.profile) !== 'staff' && visitor.audience !== 'staff') return stale(place);
  const thanks = sentPage(
    place,
    'Your question is on its way',
    `The online-safety lead sees that you asked for ${read.facts.about}, and why. It stays closed until they decide.`,
  );
  return writeOnce(context, read, thanks, {
    type: 'open-asked',
    ...base(context, read.facts),
    host: read.facts.about,
    reason,
  });
}

/** *Sign out*: only the person for whom the form was made, so a forgotten page signs nobody else out. */
export function signOutPosted(context: FormContext): FormAnswer {
  const { parts } = context;
  const read = readTicket(context, 'sign-out');
  if (read.ok) {
    const { address, person } = read.facts;
    const nowMs = parts.clock.nowMs();
    if (parts.sessions.at(address, nowMs)?.person === person) {
      const override = parts.sessions.signOutHere(address, nowMs);
      if (override !== undefined) parts.onSignedOut(override);
    }
  }
  return { status: 303, location: '/' };
}

interface GoodTicket {
  readonly ok: true;
  readonly facts: FormFacts;
  readonly nonce: string;
  readonly expiresMs: number;
}

function readTicket({ parts, form }: FormContext, purpose: FormPurpose): GoodTicket | { readonly ok: false } {
  return readFormTicket(parts.formKey, form.get('ticket') ?? '', purpose, parts.clock.nowMs());
}

/** Writes an event once per ticket and answers `thanks`, or says that it could not be written. */
function writeOnce(
  { parts, spent, place }: FormContext,
  read: GoodTicket,
  thanks: string,
  event: Parameters<GateParts['spool']['appendNow']>[0],
): FormAnswer {
  if (spent.has(read.nonce)) return { status: 200, page: thanks };
  if (parts.calls.closed(read.facts.address)) {
    return {
      status: 429,
      page: sentPage(place, 'That was a lot at once', 'Wait one minute, then press the button again.'),
    };
  }
  if (!parts.spool.appendSynced(event)) {
    return {
      status: 503,
      page: sentPage(
        place,
        'This could not be saved',
        'The computer could not write it down. Tell a grown-up at school instead.',
      ),
    };
  }
  spent.add(read.nonce, read.expiresMs);
  parts.calls.failed(read.facts.address);
  return { status: 200, page: thanks };
}

function stale(place: Place): FormAnswer {
  const page = sentPage(
    place,
    'That page was too old',
    'Nothing was sent. Open the closed site again, then press the button again.',
  );
  return { status: 403, page };
}

function base({ parts }: FormContext, facts: FormFacts) {
  return {
    at: parts.clock.now().toString({ smallestUnit: 'millisecond' }),
    person: facts.person,
    knownBy: facts.knownBy,
    address: facts.address,
    profile: facts.profile,
    ruleset: facts.ruleset,
  };
}
