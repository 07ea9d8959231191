import { formName } from '../../../modules/registers/index.ts';
import { act, actorOf, dayOf, instantOf, type Beat, type Telling } from '../telling.ts';

/** A register that the school made for itself: what was found lying about, whose it is and whether it was fetched. */

const CODE = 'devices-found';

const column = (label: string, type: string, more: Readonly<Record<string, string>> = {}) => ({ label, type, ...more });

const columns = [
  column('Found on', 'date', { required: 'yes' }),
  column('Where', 'line', { required: 'yes' }),
  column('Found by', 'person'),
  column('Fetched on', 'date', { atClosing: 'yes', required: 'yes' }),
  column('Fetched by', 'line', { atClosing: 'yes', required: 'yes', hint: 'A parent or the pupil: no name is needed' }),
];

const found = [
  { day: -40, what: 'Blue smart watch', where: 'Field, by the swings', fetched: -38 },
  { day: -21, what: 'Earphones in a white case', where: 'Library', fetched: -20 },
  { day: -4, what: 'Small phone with a cracked screen', where: 'Cloakroom of Year 6' },
] as const;

export function ownRegisterBeats(telling: Telling): readonly Beat[] {
  const beats: Beat[] = [
    {
      at: instantOf(telling, { day: -44, at: '13:10' }),
      happens: async () => {
        const head = await actorOf(telling, 'head');
        await act(telling, 'registers.make-register', head, {
          title: 'Devices found',
          one: 'a device that was found',
          purpose: 'What was found on the premises, so that it finds its owner and nobody looks into it.',
          area: 'mobile-devices',
          add: ['staff'],
          read: ['office', 'lead'],
          decide: [],
          years: '1',
          signedBy: 'head',
          label: 'What it is',
          type: 'line',
        });
        for (const [at, one] of columns.entries()) {
          await act(telling, 'registers.add-field', head, { register: CODE, version: String(at + 1), ...one });
        }
      },
    },
  ];
  for (const [at, one] of found.entries()) {
    const dated = (day: number) => dayOf(telling.days, day).toString();
    beats.push({
      at: instantOf(telling, { day: one.day, at: '12:30' }),
      happens: async () => {
        await act(telling, 'registers.add-entry', await actorOf(telling, 'office'), {
          register: CODE,
          [formName('what-it-is')]: one.what,
          [formName('found-on')]: dated(one.day),
          [formName('where')]: one.where,
        });
      },
    });
    if (!('fetched' in one)) continue;
    beats.push({
      at: instantOf(telling, { day: one.fetched, at: '15:30' }),
      happens: async () => {
        await act(telling, 'registers.close-entry', await actorOf(telling, 'office'), {
          register: CODE,
          number: String(at + 1),
          version: '1',
          [formName('fetched-on')]: dated(one.fetched),
          [formName('fetched-by')]: 'A parent',
        });
      },
    });
  }
  return beats;
}
