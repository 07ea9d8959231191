import { roleLabels } from '../../../platform/access/roles.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { formatDate } from '../../../platform/views/format.ts';
import type { Duty } from '../../module.ts';
import { coversFrom } from './covers.ts';

/** Whoever covers sees it on their home page while it lasts, and whoever is covered for. */
export const knowYourCover: Duty = {
  code: 'know-your-cover',
  title: 'Those who stand in for somebody know it',
  linesFor: async (db, actor, { now }) => {
    if (actor.kind !== 'person') return [];
    const today = schoolDay(now);
    return (await coversFrom(db, today.toString(), actor.person))
      .filter((cover) => Temporal.PlainDate.compare(cover.from, today) <= 0)
      .map((cover) => ({
        text:
          cover.person.id === actor.person
            ? `You cover for ${cover.holder.name} as ${roleLabels[cover.role]} until ${formatDate(cover.last)}`
            : `${cover.person.name} covers for you as ${roleLabels[cover.role]} until ${formatDate(cover.last)}`,
        href: '/people/cover',
        action: 'See the cover',
        urgency: 3 as const,
      }));
  },
};
