import type { Block, WrittenDocument } from '../../../platform/documents/written.ts';
import { escapeHtml } from '../../../platform/views/escape.ts';

/** A copy as one page of HTML that stands alone: to be printed, or given on a stick. It has no script and fetches nothing. */
export function copyPage(document: WrittenDocument): string {
  return `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(document.title)}</title></head>
<body>
${document.blocks.map(markup).join('\n')}
</body>
</html>
`;
}

function markup(block: Block): string {
  const text = escapeHtml;
  switch (block.kind) {
    case 'heading':
      return `<h${String(block.level)}>${text(block.text)}</h${String(block.level)}>`;
    case 'paragraph':
      return block.look === 'bold' ? `<p><strong>${text(block.text)}</strong></p>` : `<p>${text(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${text(item.lines.join(' '))}</li>`).join('')}</ul>`;
    case 'table':
      return `<table>${block.rows.map((row) => `<tr>${row.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`).join('')}</table>`;
  }
}
