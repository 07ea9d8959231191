import { expectedPermissions } from '../../test/conformance/expected-permissions.ts';
import { askers } from '../../test/conformance/permissions-cells.ts';
import { asCode, markdownTable, referencePage, type ReferencePage } from './markdown.ts';

/** Every route and every role. The table is typed by hand; permissions.test.ts proves it against the running program, cell by cell. */
export function permissionsPage(): ReferencePage {
  const groups = expectedPermissions.map(({ capability, routes, cells }) =>
    [
      `## ${capability}: ${[...cells.keys()].join(', ')}`,
      routes.map(asCode).join(' · '),
      markdownTable(
        ['about', ...askers],
        [...cells].map(([subject, row]) => [subject, ...askers.map((who) => (row.get(who) === true ? 'yes' : '–'))]),
      ),
    ].join('\n\n'),
  );
  return referencePage(
    'permissions.md',
    'Who may do what',
    'The source of this page is the table that people typed and reviewed (`test/conformance/expected-permissions*.ts`). The test `test/conformance/permissions.test.ts` sends every cell of it to the program as a real request and fails where the program answers otherwise, so the page says what the program does. Records of another school are refused to everybody. A dash is a refusal; everything that is not here is refused.',
    ...groups,
  );
}
