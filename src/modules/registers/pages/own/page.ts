import { action, form } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import { postLabel } from '../../../people/index.ts';
import { areaWords } from '../../../policy/index.ts';
import type { makeAddField, makeMakeRegister, makeRetireField } from '../../commands/own-commands.ts';
import { allFields } from '../../entry.ts';
import { offeredKinds } from '../../own-shape.ts';
import type { makeSeeShape, seeNewRegister } from '../../queries/own-queries.ts';
import { grantees } from '../../shape-schema.ts';

const kindItems = offeredKinds.map(({ code, label }) => ({ value: code, text: label }));
const whoItems = grantees.map((one) => ({
  value: one,
  text: one === 'staff' ? 'Everybody who works here' : postLabel(one),
}));

/** Makes a register of the school's own. */
export const newRegisterPage = (query: typeof seeNewRegister, command: ReturnType<typeof makeMakeRegister>) =>
  form({
    path: '/registers/new',
    template: 'modules/registers/pages/own/new.njk',
    query,
    command,
    view: () => ({
      title: 'Make a register of our own',
      back: { href: '/registers', text: 'Registers' },
      values: { years: '6', type: 'line' },
      data: {
        kinds: kindItems,
        who: whoItems,
        areas: Object.entries(areaWords).map(([value, text]) => ({ value, text })),
      },
    }),
    next: ({ code }) => ({ to: `/registers/${code}/shape`, notice: 'The register is made. Now its other columns.' }),
  });

/** The columns of a register of the school's own: one more, or one that is no longer asked for. */
export const shapePage = (query: ReturnType<typeof makeSeeShape>, command: ReturnType<typeof makeAddField>) =>
  form({
    path: '/registers/:register/shape',
    template: 'modules/registers/pages/own/shape.njk',
    query,
    command,
    view: ({ shape, version, versions }) => ({
      title: `The columns of “${shape.title}”`,
      back: { href: `/registers/${shape.code}`, text: shape.title },
      values: { type: 'line' },
      data: {
        shape,
        version,
        kinds: kindItems,
        fields: allFields(shape).map((field) => ({
          code: field.code,
          label: field.label,
          kind: offeredKinds.find((kind) => kind.code === field.kind.type)?.label ?? field.kind.type,
          options: 'options' in field.kind ? field.kind.options.map((option) => option.label).join(', ') : '',
          required: field.required,
          sealed: field.sealed === true,
          retired: field.retired === true,
          closing: shape.closing?.fields.includes(field) === true,
          stays: shape.named.includes(field.code),
        })),
        versions: versions.map((each) => ({ number: each.version, by: each.by, at: formatDateTime(each.made_at) })),
      },
    }),
    next: ({ code }) => ({ to: `/registers/${code}/shape`, notice: 'The column is added.' }),
  });

/** Asks no longer for a column. */
export const retireFieldAction = (command: ReturnType<typeof makeRetireField>) =>
  action({
    path: '/registers/:register/shape/retire',
    command,
    next: ({ code }) => ({
      to: `/registers/${code}/shape`,
      notice: 'It is no longer asked for. What stands in it is still shown.',
    }),
    otherwise: (params) => `/registers/${params['register'] ?? ''}/shape`,
  });
