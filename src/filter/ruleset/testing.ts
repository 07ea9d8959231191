import type { Ruleset } from './ruleset.ts';

/** A small whole ruleset for tests; `changes` replaces top-level fields. */
export function smallRuleset(changes: Partial<Ruleset> = {}): Ruleset {
  return {
    schoolId: 'school-1',
    schoolName: 'Test School',
    site: 'main',
    compiledAt: '2026-11-21T09:00:00Z',
    lists: { sha256: '0'.repeat(64) },
    categories: [
      { code: 'games', label: 'games sites', alert: 'none' },
      { code: 'gambling', label: 'gambling sites', alert: 'notice' },
      { code: 'adult', label: 'adult sites', alert: 'serious' },
      { code: 'education', label: 'sites for learning', alert: 'none' },
    ],
    profiles: [
      {
        code: 'ks1',
        label: 'Key stage 1',
        audience: 'ks1',
        blocks: [
          { category: 'games', clause: 's1-010' },
          { category: 'gambling', clause: 's1-011' },
          { category: 'adult', clause: null },
        ],
        uncategorised: 'block',
      },
      {
        code: 'ks2',
        label: 'Key stage 2',
        audience: 'ks2',
        blocks: [
          { category: 'gambling', clause: 's1-011' },
          { category: 'adult', clause: null },
        ],
        uncategorised: 'allow',
      },
      {
        code: 'staff',
        label: 'Staff',
        audience: 'staff',
        blocks: [{ category: 'adult', clause: 's1-012' }],
        uncategorised: 'allow',
      },
    ],
    strictestProfile: 'ks1',
    networkProfile: 'ks2',
    help: [{ host: 'kooth.example', label: 'Kooth', url: 'https://kooth.example/' }],
    illegal: [],
    schoolBlocks: [],
    allows: [],
    people: [
      { id: 'sam', name: 'Sam', profile: 'ks2', staff: false, credential: null, stops: [] },
      { id: 'kim', name: 'Kim', profile: 'staff', staff: true, credential: null, stops: [] },
    ],
    network: { connectPorts: [], ownServers: [] },
    gate: {
      gateUrl: 'http://gate.school.example:8081',
      appUrl: 'https://app.school.example',
      badPageAdvice: 'close-and-tell',
      trustedAdult: 'your teacher',
    },
    ...changes,
  };
}
