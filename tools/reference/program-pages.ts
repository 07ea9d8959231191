import { z } from 'zod';

import type { Whole } from '../../src/compose.ts';
import { auditEvents } from '../../src/platform/audit/audit-events.ts';
import { settingsOfTheMachine } from '../../src/platform/config/config.ts';
import { asCode, markdownTable, referencePage, type ReferencePage } from './markdown.ts';

/** Each route with its rule: what stands between a request and the records. */
export function routesPage({ modules }: Pick<Whole, 'modules'>): ReferencePage {
  const rows = modules.flatMap((module) => [
    ...module.pages.flatMap((page) => [
      ...('query' in page
        ? [['GET', page.path, `query ${asCode(page.query.name)}`, looking(page.query.leaves), 'staff']]
        : []),
      ...('command' in page ? [['POST', page.path, `command ${asCode(page.command.name)}`, '', 'staff']] : []),
    ]),
    ...module.publicRoutes.map((route) => [route.methods.join(', '), route.path, 'public', route.why, route.reach]),
  ]);
  const others = [
    ['GET', '/assets/*', 'public', 'Styles, pictures and fonts: the same for everybody.', 'anywhere'],
    ['GET', '/healthz', 'public', 'Says whether each part is ready, and nothing of any record.', 'school'],
  ];
  return referencePage(
    'routes.md',
    'Routes',
    'A route without a rule stops the program from starting. A query or command asks its policy before anything is shown or done; “looking leaves” is the event in the audit trail, or the reason why there is none. Reach: `school` is answered inside the school only, `staff` also outside where SCHOOLGATE_OUTSIDE=staff, `anywhere` always.',
    markdownTable(
      ['method', 'path', 'rule', 'reach', 'looking leaves, or why it is public'],
      [...rows, ...others]
        .toSorted(([, a = ''], [, b = '']) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([method = '', path = '', rule = '', why = '', reach = '']) => [method, asCode(path), rule, reach, why]),
    ),
  );
}

function looking(leaves: unknown): string {
  return typeof leaves === 'string' ? `no event: ${leaves}` : 'a viewing event';
}

/** Each event of the audit trail. */
export function auditEventsPage({ modules }: Pick<Whole, 'modules'>): ReferencePage {
  const sections = [{ name: 'asking itself', events: auditEvents }, ...modules].flatMap(({ name, events }) => {
    const rows = Object.entries(events).map(([event, { subject, sentence, data }]) => [
      asCode(event),
      subject,
      sentence,
      Object.entries(data.shape)
        .map(([field, schema]) => `${asCode(field)} ${kindOf(schema)}`)
        .join(', '),
    ]);
    return rows.length === 0
      ? []
      : [`## ${name}\n\n${markdownTable(['event', 'about', 'what history says', 'holds'], rows)}`];
  });
  return referencePage(
    'audit-events.md',
    'Events of the audit trail',
    'The trail holds ids and coded facts only: no names, and nothing that somebody wrote. Who, in which school, when and by which request come with every event.',
    ...sections,
  );
}

const jsonType = z.looseObject({ type: z.union([z.string(), z.array(z.string())]).optional() });

function kindOf(schema: unknown): string {
  if (!(schema instanceof z.ZodType)) return '';
  const { type } = jsonType.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return typeof type === 'string' ? `(${type})` : '(or nothing)';
}

/** Settings of the machine, and those of a school. */
export function settingsPage({ modules }: Pick<Whole, 'modules'>): ReferencePage {
  return referencePage(
    'settings.md',
    'Settings',
    '## Of the machine\n\nEnvironment variables, read once at the start. For a secret, add `_FILE` to the name and give the path of a file.',
    markdownTable(
      ['setting', 'where it is not set', 'what it does'],
      settingsOfTheMachine.map(([name, fallback, meaning]) => [asCode(name), fallback, meaning]),
    ),
    '## Of a school\n\nSet by a clause of the policy, or by the school where no clause fixes them.',
    markdownTable(
      ['setting', 'module', 'what it says', 'where nobody set it', 'who changes it'],
      modules.flatMap((module) =>
        module.settings.map(({ code, sentence, fallback, technical }) => [
          asCode(code),
          module.name,
          sentence,
          asCode(JSON.stringify(fallback)),
          technical === true ? 'IT support' : 'headteacher, online-safety lead',
        ]),
      ),
    ),
  );
}

/** What makes clauses true, what falls due, and what is kept how long. */
export function controlsPage({ modules }: Pick<Whole, 'modules'>): ReferencePage {
  return referencePage(
    'controls.md',
    'Controls, duties and retention',
    '## Controls\n\nA policy pack names these codes where a clause is kept by them. Each shows its evidence on the policy pages, marked measured, self-reported, out of date or not covered. Effect: `enforced` where Schoolgate does not let it be otherwise and sees that for itself, `evidenced` where records show it, `to-come` where a later part of Schoolgate brings it: its clauses are not covered until then.',
    markdownTable(
      ['control', 'module', 'kind', 'effect', 'what it shows'],
      modules.flatMap((module) =>
        module.controls.map(({ code, kind, effect, title }) => [asCode(code), module.name, kind, effect, title]),
      ),
    ),
    '## Duties\n\nWhat stands under “what needs you today”.',
    markdownTable(
      ['duty', 'module', 'what falls due'],
      modules.flatMap((module) => module.duties.map(({ code, title }) => [asCode(code), module.name, title])),
    ),
    '## Retention',
    markdownTable(
      ['class', 'what', 'kept for', 'from', 'deletion signed by', 'source'],
      modules.flatMap((module) =>
        module.retention.map(({ code, what, keptFor, from, signedBy, source }) => [
          asCode(code),
          what,
          keptFor,
          from,
          signedBy,
          source,
        ]),
      ),
    ),
  );
}
