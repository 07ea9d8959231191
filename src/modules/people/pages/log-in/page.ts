import { form } from '../../../../platform/http/pages.ts';
import { setLogIn } from '../../commands/set-log-in.ts';
import { showLogIn } from '../../queries/show-log-in.ts';

/** Sets a pupil's or colleague's log-in. */
export const logInPage = form({
  path: '/people/:person/account',
  template: 'modules/people/pages/log-in/page.njk',
  query: showLogIn,
  view: (value) => ({
    title: 'Set a log-in',
    back: { href: `/people/${value.person}`, text: 'Back to the person' },
    data: {
      name: value.name,
      pupil: value.pupil,
      hasPassword: value.hasPassword,
      action: `/people/${value.person}/account`,
    },
    values: { loginName: value.loginName },
  }),
  command: setLogIn,
  next: (person) => ({
    to: `/people/${person}`,
    notice: 'The log-in is set. Tell the person their password in private.',
  }),
});
