import { fileTypeFromBuffer } from 'file-type';

/** The closed list of what may be kept as a file. What a file is, its bytes say; its name only has to agree. */
export interface FileKind {
  readonly code: string;
  /** For people: "PDF document". */
  readonly label: string;
  readonly mime: string;
  /** Endings of a name, the usual one first. */
  readonly endings: readonly [string, ...string[]];
  /** True for pictures that every browser shows without running anything: these may be looked at in the browser. */
  readonly shown: boolean;
}

const kind = (code: string, label: string, mime: string, endings: readonly [string, ...string[]], shown = false) => ({
  code,
  label,
  mime,
  endings,
  shown,
});

const office = 'application/vnd.openxmlformats-officedocument';
const open = 'application/vnd.oasis.opendocument';

export const fileKinds: readonly FileKind[] = [
  kind('pdf', 'PDF document', 'application/pdf', ['pdf']),
  kind('jpeg', 'picture', 'image/jpeg', ['jpg', 'jpeg'], true),
  kind('png', 'picture', 'image/png', ['png'], true),
  kind('webp', 'picture', 'image/webp', ['webp'], true),
  kind('heic', 'picture', 'image/heic', ['heic', 'heif']),
  kind('docx', 'Word document', `${office}.wordprocessingml.document`, ['docx']),
  kind('xlsx', 'Excel workbook', `${office}.spreadsheetml.sheet`, ['xlsx']),
  kind('pptx', 'PowerPoint presentation', `${office}.presentationml.presentation`, ['pptx']),
  kind('odt', 'text document', `${open}.text`, ['odt']),
  kind('ods', 'spreadsheet', `${open}.spreadsheet`, ['ods']),
  kind('eml', 'saved e-mail', 'message/rfc822', ['eml']),
  kind('text', 'plain text', 'text/plain', ['txt', 'csv', 'md', 'log']),
];

/** For the hint of a form: what is taken. */
export const KINDS_IN_WORDS =
  'PDF, pictures (JPEG, PNG, WebP, HEIC), Word, Excel, PowerPoint, OpenDocument, saved e-mail (.eml) or plain text';

/** So many of the first bytes decide; every kind of the list shows itself within them. */
export const HEAD_BYTES = 64 * 1024;

/** The kind of a code from the database; undefined for one that this program does not know. */
export function fileKindOf(code: string): FileKind | undefined {
  return fileKinds.find((one) => one.code === code);
}

/**
 * What the first bytes of a file are; undefined when they are none of the list. Text is taken for text only when `isText` found nothing but
 * text in the whole of it.
 */
export async function kindOfBytes(head: Uint8Array, isText: boolean): Promise<FileKind | undefined> {
  const found = await fileTypeFromBuffer(head);
  if (found !== undefined) {
    const mime = found.mime === 'image/heif' ? 'image/heic' : found.mime;
    return fileKinds.find((one) => one.mime === mime && one.code !== 'text' && one.code !== 'eml');
  }
  if (!isText || head.length === 0) return undefined;
  return fileKindOf(isMail(head) ? 'eml' : 'text');
}

/** A saved message begins with header lines, among them one of those that every message has. */
function isMail(head: Uint8Array): boolean {
  const [headers = ''] = Buffer.from(head)
    .toString('utf8')
    .split(/\r?\n\r?\n/, 1);
  const lines = headers.split(/\r?\n/);
  return (
    lines.every((line) => /^([!-9;-~]+:|[ \t])/.test(line)) &&
    lines.some((line) => /^(from|received|date|message-id):/i.test(line))
  );
}

/** Whether a name ends as the kind's names do. */
export function nameFits(name: string, of: FileKind): boolean {
  const ending = name.toLowerCase().split('.').at(-1) ?? '';
  return of.endings.includes(ending);
}

/**
 * A name as somebody's computer gave it, made harmless: no folders, no control characters or marks that turn text round, at most 120
 * characters with its ending kept. Never empty.
 */
export function cleanName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>:"|?*]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  if (plain === '') return 'file';
  if (plain.length <= 120) return plain;
  const ending = /\.[^.]{1,8}$/.exec(plain)?.[0] ?? '';
  return `${plain.slice(0, 120 - ending.length)}${ending}`;
}
