import { holds } from '../../platform/access/access.ts';
import { notRecorded } from '../evidence.ts';
import type { NamedControls } from '../module.ts';
import { registerControlsOf } from './controls.ts';
import { evidenceOf } from './evidence.ts';
import type { RegisterShape } from './shape.ts';
import { findShape } from './shapes.ts';

/**
 * A school's own register as a control of its own policy: `own-register-<code>`, where `<code>` is the last part of the register's address. It may be named before the school
 * has made the register; until then its clauses are NOT COVERED. One of ours has its own control.
 */
export function ownRegisterControls(declared: readonly RegisterShape[]): NamedControls {
  return {
    prefix: 'own-register-',
    of: (word) => {
      if (!/^[a-z][a-z0-9-]*[a-z0-9]$/.test(word) || declared.some((shape) => shape.code === word)) return undefined;
      return {
        code: `own-register-${word}`,
        kind: 'register',
        title: `The school’s own register “${word}”`,
        makesTrue: 'The school keeps a register of its own, and somebody added to it in the last year.',
        effect: 'evidenced',
        restsOn: 'records',
        opens: (actor) => holds(actor, 'head'),
        openedBy: 'The headteacher and those whom the register names',
        evidence: async (db, { now }) => {
          const shape = (await findShape(db, declared, word))?.shape;
          if (shape === undefined) return notRecorded(`The school has no register “${word}” yet`, '/registers');
          const [control] = registerControlsOf(shape);
          if (control === undefined) throw new Error(`the register ${word} shows nothing`);
          return evidenceOf(db, shape, control.shows, now);
        },
      };
    },
  };
}
