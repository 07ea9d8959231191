import { form } from '../../../../platform/http/pages.ts';
import { SCHOOL_TIME_ZONE } from '../../../../platform/time/clock.ts';
import { formatTime } from '../../../../platform/views/format.ts';
import { mailTimes, optionalTopics, type OptionalTopic } from '../../choices.ts';
import { chooseMail } from '../../commands/choose-mail.ts';
import { ownMailChoice } from '../../queries/mail-choices.ts';

const topicWords: Readonly<Record<OptionalTopic, { text: string; hint: string }>> = {
  posts: { text: 'Posts and cover', hint: 'A cover that ended early.' },
  running: { text: 'How Schoolgate runs', hint: 'Mail that came back, for the office and IT support.' },
};

/** Any day: only its time of day is shown. */
const winterDay = Temporal.PlainDate.from('2026-01-05');

/** When one's own mail comes. */
export const mailChoicePage = form({
  path: '/account/mail',
  template: 'modules/messages/pages/choices/page.njk',
  query: ownMailChoice,
  view: (choice) => ({
    title: 'Mail to you',
    back: { href: '/account', text: 'My account' },
    values: {
      at: choice.at,
      days: choice.days,
      wanted: optionalTopics.filter((topic) => !choice.off.includes(topic)),
    },
    data: {
      times: mailTimes.map((at) => ({
        value: at,
        text: formatTime(winterDay.toZonedDateTime({ timeZone: SCHOOL_TIME_ZONE, plainTime: at }).toInstant()),
      })),
      topics: optionalTopics.map((topic) => ({ value: topic, ...topicWords[topic] })),
    },
  }),
  command: chooseMail,
  next: () => ({ to: '/account/mail', notice: 'Saved. It counts from the next mail.' }),
});
