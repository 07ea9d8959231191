import { bullets, type Block, type WrittenDocument } from '../../../platform/documents/written.ts';
import type { PolicyDocument } from './model.ts';

/** The policy document as it is written down from top to bottom. Nothing here decides what is said: model.ts does. */
export function writtenPolicy(model: PolicyDocument): WrittenDocument {
  const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
  const blocks: Block[] = [
    heading(1, model.title),
    { kind: 'paragraph', text: model.school, look: 'larger' },
    { kind: 'paragraph', text: model.about, look: 'large' },
  ];
  if (model.demonstration) {
    blocks.push({ kind: 'paragraph', text: 'DEMONSTRATION: a made-up school and made-up words.', look: 'bold' });
  }
  blocks.push({
    kind: 'table',
    caption: 'About this document',
    header: [],
    rows: model.facts.map(({ name, value }) => [name, value]),
    widths: [0.4, 0.6],
  });
  for (const section of model.sections) {
    blocks.push(heading(2, `${section.number}. ${section.title}`), {
      kind: 'list',
      items: section.clauses.map(({ number, text, notes }) => ({ label: number, lines: [text, ...notes] })),
    });
  }
  for (const piece of model.pieces) {
    blocks.push(heading(2, piece.title));
    for (const block of piece.blocks) {
      if (block.heading !== '') blocks.push(heading(3, block.heading));
      blocks.push({
        kind: 'list',
        items: block.steps
          ? block.lines.map((line, index) => ({ label: `${String(index + 1)}.`, lines: [line] }))
          : bullets(block.lines),
      });
    }
  }
  if (model.linked.length > 0) {
    blocks.push(heading(2, 'Policies that belong together with this one'), {
      kind: 'list',
      items: bullets(model.linked),
    });
  }
  blocks.push(
    heading(2, 'What our school has chosen'),
    model.choices.length === 0
      ? { kind: 'paragraph', text: 'Nothing is set by this policy.' }
      : {
          kind: 'table',
          caption: 'What our school has chosen',
          header: ['What', 'What we have chosen', 'Where it says so'],
          rows: model.choices.map(({ setting, value, clause }) => [setting, value, clause]),
          widths: [0.4, 0.4, 0.2],
        },
    heading(2, 'Version history'),
    model.history.length === 0
      ? { kind: 'paragraph', text: 'No version has been in force yet.' }
      : {
          kind: 'table',
          caption: 'Version history',
          header: ['Version', 'In force from', 'What changed'],
          rows: model.history.map(({ version, date, what }) => [version, date, what]),
          widths: [0.18, 0.25, 0.57],
        },
  );
  return {
    title: model.title,
    author: model.school,
    subject: model.version,
    foot: `${model.school} · ${model.version}${model.draft ? ' · not in force' : ''}${model.demonstration ? ' · DEMONSTRATION' : ''}`,
    blocks,
  };
}
