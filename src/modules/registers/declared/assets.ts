import type { RegisterShape } from '../shape.ts';

/** Equipment (policies.md 1.7): what the school has, who holds it, and how it is protected. */
export const assets: readonly RegisterShape[] = [
  {
    code: 'hardware',
    title: 'Hardware inventory',
    one: 'a device',
    purpose:
      'Every computer, tablet, camera and phone of the school: where it is, who has it, and how it is protected.',
    area: 'assets',
    always: true,
    fields: [
      {
        code: 'item',
        label: 'Item',
        kind: { type: 'line' },
        required: true,
        hint: 'Make and model, such as “Lenovo 300e tablet”.',
        clause: 's1-079',
      },
      { code: 'serial-number', label: 'Serial number', kind: { type: 'line' }, required: true, clause: 's1-079' },
      {
        code: 'asset-id',
        label: 'Asset number',
        kind: { type: 'line' },
        required: false,
        hint: 'The number on the school’s own label.',
      },
      {
        code: 'sort',
        label: 'Kind',
        kind: {
          type: 'choice',
          options: [
            { code: 'laptop', label: 'Laptop' },
            { code: 'desktop', label: 'Desktop computer' },
            { code: 'tablet', label: 'Tablet' },
            { code: 'camera', label: 'Camera' },
            { code: 'phone', label: 'Phone' },
            { code: 'server', label: 'Server or storage' },
            { code: 'network', label: 'Network equipment' },
            { code: 'screen', label: 'Screen or projector' },
            { code: 'other', label: 'Something else' },
          ],
        },
        required: true,
      },
      { code: 'got-on', label: 'Bought or got on', kind: { type: 'date' }, required: false },
      { code: 'location', label: 'Where it is kept', kind: { type: 'line' }, required: true },
      {
        code: 'holder',
        label: 'Who has it',
        kind: { type: 'person' },
        required: false,
        hint: 'The full name. Leave it empty for what belongs to a room.',
      },
      {
        code: 'for-class',
        label: 'Class it is allocated to',
        kind: { type: 'class' },
        required: false,
        hint: 'One teacher tablet and four pupil tablets, for example.',
        clause: 's3-232',
      },
      { code: 'leaves-school', label: 'Does it leave the school?', kind: { type: 'yes-no' }, required: true },
      { code: 'encrypted', label: 'Is it encrypted?', kind: { type: 'yes-no' }, required: true, clause: 's1-080' },
      {
        code: 'lock-minutes',
        label: 'Minutes until it locks itself',
        kind: { type: 'number', from: 0, to: 240, unit: 'minutes' },
        required: false,
        clause: 's1-082',
      },
      { code: 'anti-virus', label: 'Anti-virus product', kind: { type: 'line' }, required: false, clause: 's1-018' },
      { code: 'anti-virus-on', label: 'Anti-virus last seen up to date', kind: { type: 'date' }, required: false },
      { code: 'warranty-until', label: 'Warranty until', kind: { type: 'date' }, required: false },
      {
        code: 'review-by',
        label: 'Review due',
        kind: { type: 'date' },
        required: false,
        hint: 'The day by which somebody decides whether it is kept, mended or replaced (DfE, digital leadership: the asset register).',
      },
    ],
    named: ['item', 'serial-number'],
    about: 'got-on',
    due: { field: 'review-by', says: 'its review is due' },
    add: ['office', 'technician', 'computing-lead'],
    read: ['office', 'technician', 'computing-lead', 'lead', 'head', 'bursar', 'governor'],
    closing: {
      open: 'In use',
      closed: 'Gone',
      act: 'Record that it is gone',
      fields: [
        { code: 'gone-on', label: 'Date it went', kind: { type: 'date' }, required: true },
        {
          code: 'gone-how',
          label: 'What became of it',
          kind: {
            type: 'choice',
            options: [
              { code: 'disposed', label: 'Disposed of' },
              { code: 'returned', label: 'Given back to who it was leased from' },
              { code: 'lost', label: 'Lost or stolen' },
            ],
          },
          required: true,
          hint: 'A disposal has its own register, with the receipt. A loss is reported to the head at once.',
        },
      ],
    },
    files: true,
    keep: {
      years: 6,
      from: 'closed',
      signedBy: 'head',
      source: 'our choice: six years after it is gone, as long as accounts are kept (IRMS Toolkit for schools)',
    },
    controls: [
      {
        code: 'register-hardware',
        kind: 'register',
        title: 'Hardware inventory',
        makesTrue:
          'The hardware inventory lists every device with its serial number and place, and was added to in the last year.',
        shows: { kind: 'complete' },
      },
      {
        code: 'hardware-encrypted',
        kind: 'register',
        title: 'Devices that leave school are encrypted and lock themselves',
        makesTrue: 'Every device that the inventory says leaves school is recorded as encrypted.',
        shows: { kind: 'each', field: 'encrypted', is: 'yes', where: { field: 'leaves-school', is: 'yes' } },
      },
    ],
  },
];
