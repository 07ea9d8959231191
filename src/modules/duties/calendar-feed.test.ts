import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { openBrowser } from '../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { anAdult, aSchool, actorFor, endRoleOf, signedIn } from '../people/testing.ts';
import { calendarText } from './i-calendar.ts';
import { keepDuties } from './testing.ts';

/** A reader of RFC 5545 written for this test: unfolds lines (3.1), splits names from values, and undoes escapes (3.3.11). */
function readCalendar(text: string): { events: Map<string, string>[]; zone: string[]; lines: string[] } {
  assert.ok(text.endsWith('END:VCALENDAR') || text.endsWith('END:VCALENDAR\r\n'));
  assert.equal(/[^\r]\n/.test(text), false, 'lines end with CRLF');
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, 'no line is longer than 75 octets');
  const lines = text.replaceAll(/\r\n[ \t]/g, '').split('\r\n');
  const events: Map<string, string>[] = [];
  const zone: string[] = [];
  let open: Map<string, string> | undefined;
  let inZone = false;
  for (const line of lines) {
    if (line === 'BEGIN:VTIMEZONE') inZone = true;
    if (inZone) zone.push(line);
    if (line === 'END:VTIMEZONE') inZone = false;
    if (line === 'BEGIN:VEVENT') open = new Map();
    else if (line === 'END:VEVENT') {
      assert.ok(open !== undefined);
      events.push(open);
      open = undefined;
    } else if (open !== undefined) {
      const at = line.indexOf(':');
      open.set(
        line.slice(0, at),
        line
          .slice(at + 1)
          .replaceAll(/\\([,;\\])/g, '$1')
          .replaceAll(String.raw`\n`, '\n'),
      );
    }
  }
  return { events, zone, lines };
}

describe('a calendar', () => {
  const now = Temporal.Instant.from('2026-11-23T09:10:00Z');
  const day = Temporal.PlainDate.from('2026-11-27');

  it('is read back as it was written: whole days, stamps in UTC, long and odd titles', () => {
    const title = `Due: “Prüfen”, everything; twice \\ and ${'so on '.repeat(30)}`.trim();
    const { events, lines } = readCalendar(
      calendarText(
        'Duties, St. Mary’s',
        [{ uid: 'a.b@school.example', title, day, href: 'https://school.example/duties/a' }],
        now,
      ),
    );
    assert.deepEqual(lines.slice(0, 3), ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Schoolgate//Duties//EN']);
    assert.equal(events.length, 1);
    const [event] = events;
    assert.equal(event?.get('SUMMARY'), title);
    assert.equal(event.get('UID'), 'a.b@school.example');
    assert.equal(event.get('DTSTAMP'), '20261123T091000Z');
    assert.equal(event.get('DTSTART;VALUE=DATE'), '20261127');
    assert.equal(event.get('DTEND;VALUE=DATE'), '20261128');
    assert.equal(event.get('URL;VALUE=URI'), 'https://school.example/duties/a');
    assert.equal(event.get('TRANSP'), 'TRANSPARENT');
  });

  it('carries the zone of the school, whose rules give the days on which clocks changed', () => {
    const { zone } = readCalendar(calendarText('x', [{ uid: 'a', title: 'a', day, href: 'https://a.example/' }], now));
    assert.deepEqual(zone.slice(0, 2), ['BEGIN:VTIMEZONE', 'TZID:Europe/London']);
    // What the rule says, worked out by hand from its parts, against what the platform knows of the zone.
    const rules = zone.filter((line) => line.startsWith('RRULE'));
    assert.deepEqual(rules, ['RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU']);
    assert.deepEqual(
      zone.filter((line) => line.startsWith('TZOFFSET')),
      ['TZOFFSETFROM:+0000', 'TZOFFSETTO:+0100', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0000'],
    );
    for (let year = 1996; year < 2040; year += 1) {
      for (const [month, local, offset] of [
        [3, '01:00', '+00:00'],
        [10, '02:00', '+01:00'],
      ] as const) {
        const end = Temporal.PlainDate.from({ year, month, day: 31 });
        const sunday = end.subtract({ days: end.dayOfWeek % 7 });
        const change = Temporal.Instant.from(`${sunday.toString()}T${local}${offset}`);
        const before = change.subtract({ seconds: 1 }).toZonedDateTimeISO('Europe/London').offset;
        const after = change.toZonedDateTimeISO('Europe/London').offset;
        assert.notEqual(before, after, `clocks change on ${sunday.toString()}`);
        assert.equal(before, offset);
      }
    }
  });

  it('is a calendar when it is empty', () => {
    assert.deepEqual(readCalendar(calendarText('x', [], now)).events, []);
  });
});

describe('a calendar address', () => {
  let world: World;
  let school: SchoolId;
  let head: PersonId;
  let lead: PersonId;
  let teacher: PersonId;
  beforeEach(async () => {
    world = await makeWorld({ seed: 'calendar' });
    school = await aSchool(world);
    head = await anAdult(world, school, { roles: ['head'], family: 'Head' });
    lead = await anAdult(world, school, { roles: ['lead', 'staff'], family: 'Lead' });
    teacher = await anAdult(world, school, { roles: ['staff'], family: 'Teacher' });
    await keepDuties(world);
  });
  afterEach(() => world.end());

  /** Makes an address on its page, as somebody does; its path. */
  async function anAddress(person: PersonId): Promise<string> {
    const browser = await signedIn(world, person, school);
    await browser.get('/duties/feed');
    const made = await browser.post('/duties/feed/make', {});
    assert.equal(made.status, 200);
    const found = /http:\/\/localhost:8080(\/calendar\/[A-Za-z0-9_-]{43}\.ics)/.exec(made.html)?.[1];
    assert.ok(found !== undefined, made.text);
    return found;
  }
  const read = (path: string) => openBrowser(world.web).get(path);

  it('gives the titles and days of its owner’s duties, and nothing of anybody else’s', async () => {
    const answer = await read(await anAddress(lead));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'text/calendar; charset=utf-8');
    assert.equal(answer.headers['cache-control'], 'no-store');
    const { events } = readCalendar(answer.html);
    const titles = events.map((event) => event.get('SUMMARY') ?? '');
    assert.ok(titles.includes('Due: Teach online safety this half term'));
    assert.equal(titles.includes('Due: Review the online-safety policy'), false);
    assert.equal(new Set(events.map((event) => event.get('UID'))).size, events.length);
    assert.doesNotMatch(answer.html, /Lead|Head|Teacher|Alex/);
    const due = events.filter((event) => event.get('SUMMARY') === 'Due: Teach online safety this half term');
    assert.deepEqual(
      due.map((event) => event.get('DTSTART;VALUE=DATE')),
      ['20261218', '20270212', '20270325', '20270528', '20270721', '20271022', '20271217'],
    );
    assert.deepEqual(readCalendar((await read(await anAddress(teacher))).html).events, []);
  });

  it('is kept as a hash alone, and ends when a new one is made or its owner ends it', async () => {
    const first = await anAddress(lead);
    const rows = await world.store.reading.selectFrom('duty_feed').selectAll().execute();
    const token = first.slice('/calendar/'.length, -'.ics'.length);
    assert.equal(JSON.stringify(rows).includes(token), false);
    const events = await world.store.reading.selectFrom('audit_event').selectAll().execute();
    assert.equal(JSON.stringify(events).includes(token), false);
    const second = await anAddress(lead);
    assert.equal((await read(first)).status, 404);
    assert.equal((await read(second)).status, 200);
    const browser = await signedIn(world, lead, school);
    await browser.get('/duties/feed');
    assert.equal((await browser.post('/duties/feed/end', {})).status, 303);
    assert.equal((await read(second)).status, 404);
  });

  it('tells of a wrong address what it tells of one that has ended, and stops whoever guesses', async () => {
    const wrong = await read(`/calendar/${'A'.repeat(43)}.ics`);
    assert.equal(wrong.status, 404);
    assert.equal(wrong.html, 'There is no calendar here.\n');
    const ended = await anAddress(lead);
    await anAddress(lead);
    assert.equal((await read(ended)).html, wrong.html);
    let status = 404;
    for (let tries = 0; tries < 40 && status === 404; tries += 1) status = (await read('/calendar/short.ics')).status;
    assert.equal(status, 429);
  });

  it('is read sixty times an hour and no more, whoever reads it', async () => {
    const path = await anAddress(teacher);
    for (let reads = 0; reads < 60; reads += 1) assert.equal((await read(path)).status, 200);
    assert.equal((await read(path)).status, 429);
    world.clock.advance({ hours: 1, seconds: 1 });
    assert.equal((await read(path)).status, 200);
  });

  it('gives nothing once its owner holds no role here any more', async () => {
    const path = await anAddress(teacher);
    assert.equal((await read(path)).status, 200);
    const by = await actorFor(world, school, head);
    assert.equal((await endRoleOf(world, by, { person: teacher, role: 'staff' })).ok, true);
    assert.equal((await read(path)).status, 404);
  });
});
