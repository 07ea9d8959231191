import { form } from '../../../../platform/http/pages.ts';
import { changeSchoolRecord, showSchool } from '../../commands/change-school.ts';

/** The school's name and website. */
export const schoolPage = form({
  path: '/school',
  template: 'modules/school/pages/school/page.njk',
  query: showSchool,
  view: ({ school, sites }) => ({
    title: 'The school',
    back: { href: '/', text: 'Home' },
    data: { version: school.version, sites: sites.map((site) => site.name) },
    values: { name: school.name, website: school.website },
  }),
  command: changeSchoolRecord,
  next: () => ({ to: '/school', notice: 'Saved.' }),
});
