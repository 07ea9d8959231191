import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { action, form } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import type { FilteringParts } from '../../filtering-parts.ts';
import { giveBack, stopSubject, turnOff } from '../../commands/stop-person.ts';
import { filteringEvents } from '../../events.ts';
import { inForceLine } from '../../force-state.ts';
import { mayStopInternet } from '../../policy.ts';
import { stateOfStop, stopsOf } from '../../records/stops.ts';
import { lengthCodes, lengthWords } from '../../words.ts';

const states = {
  'in-force': { text: 'Off now', colour: 'red' },
  'to-come': { text: 'To come', colour: 'yellow' },
  over: { text: 'Over', colour: 'grey' },
} as const;

/** The internet of one person: on or off, why and until when; off and on again. */
export function personPage(parts: FilteringParts) {
  const readStops = query({
    name: 'filtering.read-stops',
    input: z.object({ id: recordId<'person'>() }),
    events: { 'internet-stops-viewed': filteringEvents['internet-stops-viewed'] },
    load: (db, input, { now }) => stopSubject(db, input.id, now),
    policy: (actor, subject) => mayStopInternet(actor, subject),
    answer: async (db, { subject, now }) => ({
      person: subject.who,
      stops: (await stopsOf(db, subject.person)).map((stop) => ({ ...stop, state: stateOfStop(stop, now) })),
      force: await inForceLine(db, parts),
    }),
    leaves: (value) => [
      { name: 'internet-stops-viewed', subject: value.person.id, data: { stops: value.stops.length } },
    ],
  });
  const shown = form({
    path: '/filtering/people/:id',
    template: 'modules/filtering/pages/person/page.njk',
    query: readStops,
    view: ({ person, stops, force }) => ({
      title: 'Internet of a person',
      back: { href: '/filtering/people', text: 'Find another person' },
      values: { length: 'today' },
      data: {
        person: {
          id: person.id,
          name: person.name,
          detail: person.pupil === null ? 'Staff' : person.pupil.classes.map((one) => one.name).join(', '),
        },
        off: stops.some((stop) => stop.state === 'in-force'),
        force,
        lengths: lengthCodes.map((code) => ({ value: code, text: lengthWords[code] })),
        stops: stops.map((stop) => ({
          id: stop.id,
          tag: states[stop.state],
          why: stop.kind === 'sanction' ? 'After an incident' : 'Switched off here',
          clause: stop.clause,
          from: formatDateTime(stop.from),
          until: stop.until === null ? 'Until somebody gives it back' : formatDateTime(stop.until),
          mayEnd: stop.state !== 'over' && stop.sourceKind === 'filtering',
          incident: stop.state !== 'over' && stop.sourceKind === 'incident' ? stop.sourceId : null,
        })),
      },
    }),
    command: turnOff,
    next: (_stop, { params }) => ({
      to: `/filtering/people/${params['id'] ?? ''}`,
      notice: 'The internet is switched off. Help sites stay open. The filter is being told.',
    }),
  });
  return { query: readStops, page: shown };
}

export const giveBackAction = action({
  path: '/filtering/people/:id/give-back',
  command: giveBack,
  next: (_value, { params }) => ({
    to: `/filtering/people/${params['id'] ?? ''}`,
    notice: 'The internet is given back. The filter is being told.',
  }),
  otherwise: (params) => `/filtering/people/${params['id'] ?? ''}`,
});
