import { escapeHtml } from '../../platform/views/escape.ts';
import { moves, stepsOf } from './workflow.ts';
import { capacityWords, requirements, stateWords, type Capacity, type State } from './workflow-words.ts';
import { branches, type Branch } from './words.ts';

/** The steps of one branch, from the table of moves, as the page draws and lists them. */
export interface Chart {
  readonly title: string;
  readonly svg: string;
  readonly steps: readonly {
    readonly label: string;
    readonly does: string;
    readonly who: string;
    readonly needs: readonly string[];
  }[];
}

const WIDTH = 320;
const BOX = 46;
const GAP = 26;

/** Draws the workflow of each branch. The picture and the list come from the same rows. */
export function flowcharts(): readonly Chart[] {
  return branches.codes.map((branch) => {
    const steps = stepsOf(branch);
    const title = branches.label(branch);
    return {
      title,
      svg: drawn(branch, title, [
        'Report',
        ...steps.map((step) => (step === 'classify' ? `Classify: ${branchWord(branch)}` : stateWords[step].label)),
      ]),
      steps: steps.map((step) => ({
        label: stateWords[step].label,
        does: stateWords[step].does,
        who: whoOf(step, branch),
        needs: needsOf(step, branch),
      })),
    };
  });
}

function branchWord(branch: Branch): string {
  return { illegal: 'illegal', inappropriate: 'inappropriate', allegation: 'allegation', minor: 'minor' }[branch];
}

function rowsOf(step: State, branch: Branch) {
  const isEarly = step === 'make-safe' || step === 'classify';
  return moves.filter(
    (row) =>
      row.from.includes(step) &&
      row.branches.includes(isEarly ? 'unclassified' : branch) &&
      row.to !== 'same' &&
      (step === 'classify' ? row.action === `classify-${branch}` : row.page !== 'classify'),
  );
}

/** Those who may take a step of this branch; whose case it is narrows it further (policy.ts). */
function whoOf(step: State, branch: Branch): string {
  const found = new Set(rowsOf(step, branch).flatMap((row) => [...row.who]));
  // The DSL and the lead have no part in an allegation once it is one; the chairs only there.
  const left =
    branch === 'allegation' && step !== 'make-safe' && step !== 'classify'
      ? ['dsl', 'lead']
      : ['chair', 'vice-chair', 'named-deputy'];
  const isEarly = step === 'make-safe' || step === 'classify';
  const isLeads = branch === 'inappropriate' || branch === 'minor';
  const named = [...found].filter(
    (capacity: Capacity) => !left.includes(capacity) && (capacity !== 'lead' || (isLeads && !isEarly)),
  );
  return named.map((capacity) => capacityWords[capacity]).join(', ');
}

function needsOf(step: State, branch: Branch): readonly string[] {
  return [
    ...new Set(
      rowsOf(step, branch)
        .filter((row) => row.action !== 'go-on')
        .flatMap((row) => row.complete.map((each) => requirements[each].says)),
    ),
  ];
}

/** Boxes under one another with arrows between them. Presentation attributes only: the page's policy forbids styles in the markup. */
function drawn(branch: Branch, title: string, labels: readonly string[]): string {
  const height = labels.length * (BOX + GAP) - GAP + 12;
  const id = `flow-${branch}`;
  const boxes = labels.map((label, index) => {
    const top = index * (BOX + GAP) + 6;
    const isEnd = index === 0 || index === labels.length - 1;
    const arrow =
      index === labels.length - 1
        ? ''
        : `<path d="M${String(WIDTH / 2)} ${String(top + BOX)}v${String(GAP - 8)}m-6 -2l6 8l6 -8" fill="none" stroke="#0b4a34" stroke-width="2"/>`;
    return (
      `<rect x="20" y="${String(top)}" width="${String(WIDTH - 40)}" height="${String(BOX)}" rx="${isEnd ? '22' : '3'}" fill="${isEnd ? '#eef5f1' : '#ffffff'}" stroke="#0b4a34" stroke-width="2"/>` +
      `<text class="sg-chart__text" x="${String(WIDTH / 2)}" y="${String(top + BOX / 2 + 6)}" text-anchor="middle">${escapeHtml(label)}</text>${arrow}`
    );
  });
  return (
    `<svg class="sg-chart__picture" viewBox="0 0 ${String(WIDTH)} ${String(height)}" width="${String(WIDTH)}" role="img" aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escapeHtml(title)}</title>` +
    `<desc id="${id}-desc">${escapeHtml(`The steps in order: ${labels.join(', ')}. The list beside it says the same.`)}</desc>` +
    `${boxes.join('')}</svg>`
  );
}
