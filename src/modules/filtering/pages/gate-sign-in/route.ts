import { createHash } from 'node:crypto';

import { readTicket, type GateTicket } from '../../../../filter/ruleset/gate-ticket.ts';
import { appendSession } from '../../../../filter/ruleset/session-tail.ts';
import type { Answer, PublicRoute, Visit } from '../../../../platform/http/public-routes.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { FilteringParts } from '../../filtering-parts.ts';
import { checkLogin } from '../../../people/index.ts';
import { theSchools } from '../../../school/index.ts';
import { signInAtGate } from '../../commands/sign-in-at-gate.ts';
import type { Publisher } from '../../compiler/publisher.ts';

const template = 'modules/filtering/pages/gate-sign-in/page.njk';

/** What is shown instead of the form, with a way back to the gate, which gives a new ticket. */
const again = {
  missing: 'Start at the school’s start page.',
  forged: 'Start at the school’s start page.',
  expired: 'This page was open too long.',
  spent: 'This page was used already.',
} as const;

/**
 * Sign-in for the internet: the gate sends a browser here with a ticket that says its address; who it is, we ask here; then the session
 * goes into the log that the filter follows, and the browser back to the gate (contracts.md, "The filter's own door").
 */
export function gateSignIn(parts: FilteringParts, publisher: Pick<Publisher, 'keys'>): PublicRoute {
  const startAgain = (why: keyof typeof again, status: number): Answer => ({
    show: template,
    model: { title: 'Sign in', data: { again: again[why], gate: `${parts.config.gateUrl}/` } },
    status,
  });
  const form = (ticket: string, message?: string): Answer => ({
    show: template,
    model: { title: 'Sign in', data: { ticket, gate: `${parts.config.gateUrl}/` } },
    ...(message === undefined ? {} : { errors: [{ field: 'username', message }] }),
  });
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

  return {
    path: '/gate/sign-in',
    methods: ['GET', 'POST'],
    why: 'People sign in here for the internet. Without a ticket that the gate has signed, nothing can be done; each ticket works once.',
    reach: 'school',
    async handle({ raw, method, request, now, knownDevice }) {
      const text = textOf(raw['ticket']);
      if (text === '') return startAgain('missing', 200);
      const reading = readTicket(publisher.keys().ticketKey, text, now);
      if (!reading.ok) return startAgain(reading.reason, 403);
      if (method === 'GET') return form(text);
      return signIn(reading.ticket, text, textOf(raw['username']), textOf(raw['password']), { request, knownDevice });
    },
  };

  async function signIn(
    ticket: GateTicket,
    text: string,
    name: string,
    password: string,
    visit: Pick<Visit, 'request' | 'knownDevice'>,
  ): Promise<Answer> {
    if (name.trim() === '' || password === '') return form(text, 'Type your name and your password');
    const who = await checkLogin(parts, {
      name,
      password,
      address: ticket.address,
      knownDevice: visit.knownDevice,
    });
    if (who === undefined) return form(text, 'That is not right. Try again, or ask your teacher');
    if (who === 'password-is-over') {
      return form(text, `Your password has to be changed first. Sign in at ${parts.config.publicUrl}, then come back`);
    }
    const [school] = await theSchools(parts.store);
    if (who.school !== school || !(who.staff || who.pupil)) {
      return form(text, 'Only pupils and staff of this school sign in here');
    }
    // Only this browser is told the code, so only the computer in front of the person can make the sign-in count.
    const code = parts.ids.secret(32);
    const confirm = createHash('sha256').update(code).digest('hex');
    const outcome = await parts.runner.run(
      signInAtGate,
      { kind: 'visitor', school: who.school, request: asId(visit.request) },
      { person: who.person, address: ticket.address, nonce: ticket.nonce, confirm },
    );
    if (!outcome.ok) {
      return outcome.errors.some((error) => error.field === 'nonce')
        ? startAgain('spent', 409)
        : form(text, outcome.errors[0]?.message ?? 'That did not work. Try again');
    }
    appendSession(parts.site, outcome.value.epoch, outcome.value.line);
    return {
      to: `${parts.config.gateUrl}/signed-in?code=${code}`,
      knows: { school: who.school, person: who.person },
    };
  }
}
