import type { ClassKey, PersonKey } from './people.ts';

/**
 * What the filter saw in the made-up week. Only who asked for what, and when: whether it was allowed, by which rule and for which clause
 * is decided by the real engine from the rules in force at that moment.
 *
 * `day` counts the days that are told, 0 to 4; `at` is the time of day in the school. Day 4 is today, and its half past nine is now
 * (telling.ts).
 */

export interface Lesson {
  readonly day: number;
  readonly at: string;
  readonly for: ClassKey;
  readonly sites: readonly string[];
}

export const lessons: readonly Lesson[] = [
  { day: 0, at: '09:20', for: 'year5', sites: ['bbc.co.uk', 'oaknational.academy'] },
  { day: 0, at: '13:30', for: 'year2', sites: ['numbots.com', 'edshed.com'] },
  { day: 1, at: '09:40', for: 'reception', sites: ['oxfordowl.co.uk'] },
  { day: 1, at: '10:30', for: 'year5', sites: ['nhm.ac.uk', 'kiddle.co', 'kids.britannica.com'] },
  { day: 1, at: '14:00', for: 'year2', sites: ['bbc.co.uk'] },
  { day: 2, at: '09:30', for: 'year5', sites: ['hourofcode.com', 'code.org'] },
  { day: 2, at: '11:00', for: 'year2', sites: ['britishmuseum.org'] },
  { day: 3, at: '09:20', for: 'year5', sites: ['nrich.maths.org', 'mathletics.com'] },
  { day: 3, at: '10:10', for: 'reception', sites: ['bbc.co.uk'] },
  { day: 3, at: '13:30', for: 'year5', sites: ['natgeokids.com', 'nasa.gov'] },
  { day: 4, at: '09:02', for: 'year5', sites: ['bbc.co.uk'] },
];

/** One wish to open a site. Without `who` it came from a device of a room, where nobody had signed in. */
export interface Visit {
  readonly day: number;
  readonly at: string;
  readonly who?: PersonKey;
  readonly room?: ClassKey;
  readonly host: string;
  readonly path?: string;
}

export const visits: readonly Visit[] = [
  { day: 0, at: '08:40', who: 'teacher', host: 'oaknational.academy' },
  { day: 0, at: '08:45', who: 'lead', host: 'ncetm.org.uk' },
  { day: 0, at: '09:41', who: 'zac.bramble', host: 'youtube.com' },
  { day: 0, at: '09:42', who: 'zac.bramble', host: 'poki.com' },
  { day: 0, at: '13:44', room: 'year2', host: 'friv.com' },
  { day: 1, at: '10:41', who: 'cora.everly', host: 'tiktok.com' },
  { day: 1, at: '10:43', who: 'cora.everly', host: 'tiktok.com' },
  { day: 1, at: '11:02', who: 'dev.finch', host: 'bet365.com' },
  { day: 1, at: '11:03', who: 'dev.finch', host: 'bet365.com' },
  { day: 1, at: '11:05', who: 'dev.finch', host: 'skyvegas.com' },
  { day: 1, at: '12:30', who: 'office', host: 'argos.co.uk' },
  { day: 2, at: '09:55', who: 'wilf.yarrow', host: 'liveleak.com' },
  { day: 2, at: '10:20', who: 'dev.finch', host: 'code.org' },
  { day: 2, at: '10:24', who: 'dev.finch', host: 'friv.com' },
  { day: 2, at: '11:12', who: 'otis.plume', host: 'britishmuseum.org' },
  { day: 2, at: '11:14', who: 'otis.plume', host: 'youtube.com' },
  { day: 3, at: '09:33', who: 'ben.dunlin', host: 'roblox.com' },
  { day: 3, at: '13:52', who: 'umar.vale', host: 'free-prize-spinner.example' },
  { day: 3, at: '13:53', who: 'umar.vale', host: 'free-prize-spinner.example' },
  { day: 3, at: '14:05', who: 'teacher', host: 'youtube.com' },
  { day: 4, at: '09:05', who: 'cora.everly', host: 'tiktok.com' },
  { day: 4, at: '09:08', who: 'esme.gorse', host: 'character.ai' },
  { day: 4, at: '09:09', who: 'esme.gorse', host: 'character.ai' },
  { day: 4, at: '09:14', who: 'anya.clover', host: 'snapchat.com' },
];

/** What somebody pressed on a page of the gate. */
export type Press =
  | {
      readonly day: number;
      readonly at: string;
      readonly does: 'help';
      readonly who: PersonKey;
      readonly about: string;
    }
  | {
      readonly day: number;
      readonly at: string;
      readonly does: 'mistake';
      readonly who: PersonKey;
      readonly about: string;
    }
  | {
      readonly day: number;
      readonly at: string;
      readonly does: 'ask';
      readonly who: PersonKey;
      readonly about: string;
      readonly reason: string;
    };

export const presses: readonly Press[] = [
  { day: 1, at: '10:48', does: 'mistake', who: 'violet.wren', about: 'tiktok.com' },
  { day: 2, at: '10:12', does: 'help', who: 'yasmin.ash', about: '' },
  {
    day: 3,
    at: '14:07',
    does: 'ask',
    who: 'reception',
    about: 'pinterest.co.uk',
    reason: 'Ideas for the harvest display. Only for me, in the staff room.',
  },
  { day: 4, at: '09:21', does: 'help', who: 'anya.clover', about: 'snapchat.com' },
];
