import { create } from 'qrcode';

import { escapeHtml } from './escape.ts';

/** White round the picture, in dots: readers need four (ISO/IEC 18004, 9.1). */
const QUIET = 4;

/** Draws a QR code as SVG to stand in a page: no script, no style, no address of an image. `label` is what is read aloud instead. */
export function qrCode(text: string, label: string): string {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * QUIET;
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column) !== 0) path += `M${String(column + QUIET)} ${String(row + QUIET)}h1v1h-1z`;
    }
  }
  return `<svg class="sg-qr-code" role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${String(side)} ${String(side)}" width="240" height="240" shape-rendering="crispEdges" xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0h${String(side)}v${String(side)}H0z"/><path fill="#000" d="${path}"/></svg>`;
}
