import { name, on, type DemoEntry } from './term-entry.ts';

/** Equipment, contracts and security over the term. */

const laptop = (number: number, room: string, leaves: 'yes' | 'no', encrypted: 'yes' | 'no'): DemoEntry => ({
  day: -59,
  by: 'office',
  register: 'hardware',
  with: {
    item: `Laptop of ${room}`,
    'serial-number': `TB-${String(1000 + number)}`,
    sort: 'laptop',
    'got-on': on(-59),
    location: room,
    'leaves-school': leaves,
    encrypted,
  },
});

const visit = (day: number, tasks: string): DemoEntry => ({
  day,
  by: 'technician',
  register: 'contractor-visits',
  with: {
    day: on(day),
    firm: 'The contractor',
    engineer: 'The engineer',
    tasks,
    security: 'yes',
    'received-by': name('technician'),
  },
});

export const equipment: readonly DemoEntry[] = [
  ...['Reception', 'Year 1', 'Year 2', 'Year 3', 'Year 4', 'Year 5'].map((room, at) =>
    laptop(at, room, at % 2 === 0 ? 'yes' : 'no', 'yes'),
  ),
  laptop(6, 'Year 6', 'yes', 'no'),
  {
    day: -58,
    by: 'office',
    register: 'software',
    with: {
      title: 'Phonics program',
      owner: 'school',
      licence: 'For the site, one year',
      count: '210',
      'renew-by': on(-5),
      'renewed-by': name('office'),
    },
  },
  {
    day: -58,
    by: 'office',
    register: 'contracts',
    with: {
      supplier: 'The broadband provider',
      service: 'Broadband and its filter',
      sort: 'broadband',
      from: on(-60),
      until: on(140),
      answers: name('office'),
      'personal-data': 'agreement',
      evaluated: 'yes',
    },
  },
  {
    day: -55,
    by: 'office',
    register: 'loans',
    with: {
      item: 'Tablet',
      'serial-number': 'TB-2001',
      why: 'work',
      holder: name('teacher'),
      out: on(-55),
      'back-by': on(-10),
      terms: 'yes',
    },
  },
  visit(-52, 'Updates of the server.'),
  visit(-42, 'A wireless point replaced.'),
  visit(-32, 'Updates; backups looked at.'),
  visit(-22, 'Two tablets repaired.'),
  {
    day: -50,
    by: 'technician',
    register: 'security-measures',
    with: {
      sort: 'firewall',
      measure: 'The firewall at the edge',
      works: 'yes',
      'checked-on': on(-50),
      'checked-by': name('technician'),
      'check-by': on(30),
    },
  },
  {
    day: -49,
    by: 'technician',
    register: 'provider-assurances',
    with: {
      provider: 'The broadband provider',
      assures: ['iwf', 'ctiru'],
      evidence: 'A letter of this year',
      'checked-on': on(-49),
      'checked-by': name('technician'),
      'check-by': on(150),
    },
  },
  {
    day: -9,
    by: 'technician',
    register: 'device-health',
    with: {
      day: on(-9),
      which: 'All laptops',
      'looked-at': '34',
      'anti-virus': 'The school’s product',
      'anti-virus-old': '0',
      unpatched: '2',
      unlocked: '0',
      unencrypted: '1',
      result: 'open',
      'checked-by': name('technician'),
    },
  },
  {
    day: -15,
    by: 'technician',
    register: 'backup-checks',
    with: {
      day: on(-15),
      what: 'Office server',
      by: 'provider',
      result: 'good',
      newest: on(-15),
      restored: 'yes',
      apart: 'yes',
      'checked-by': name('technician'),
    },
  },
];
