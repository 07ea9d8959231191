import { isZip, unpack, type BroughtFile } from './archive.ts';
import { decodeText } from './decode-text.ts';
import { recognise, type Format } from './formats/recognise.ts';
import { MOST_BYTES } from './read-csv.ts';

/** What was brought, unpacked and read as text, and which kind of roster it is. */
export type Taken =
  | {
      readonly ok: true;
      readonly format: Format;
      readonly texts: Readonly<Record<string, string>>;
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/** Takes in the files that somebody chose: one zip, or the files of an export, or one of the school's own. Never throws for what is in them. */
export async function takeFiles(files: readonly BroughtFile[]): Promise<Taken> {
  const no = (problem: string, cure: string): Taken => ({ ok: false, problem: `${problem} ${cure}` });
  const plain: BroughtFile[] = [];
  for (const file of files) {
    if (isZip(file.bytes)) {
      // Spreadsheets are zips inside: they are no archive of files.
      if (/\.(xlsx|xlsm|ods|numbers)$/i.test(file.name)) {
        return no(`${file.name} is a spreadsheet.`, 'Save it as “CSV UTF-8” and bring that.');
      }
      const unpacked = await unpack(file.name, file.bytes);
      if ('problem' in unpacked) return no(unpacked.problem, unpacked.cure);
      plain.push(...unpacked.files);
    } else plain.push(file);
  }
  const texts: Record<string, string> = {};
  const notes: string[] = [];
  for (const { name, bytes } of plain) {
    if (bytes.length === 0) continue;
    if (bytes.length > MOST_BYTES) return no(`${name} is larger than 20 MB.`, 'Export one school only.');
    if (Object.keys(texts).some((one) => one.toLowerCase() === name.toLowerCase())) {
      return no(`${name} is there twice.`, 'Bring one export at a time.');
    }
    const { text, encoding } = decodeText(bytes);
    if (encoding !== 'UTF-8') notes.push(`${name} was read as ${encoding}. Look whether names with accents are right.`);
    texts[name] = text;
  }
  const known = await recognise(texts);
  if ('problem' in known) return no(known.problem, known.cure);
  return { ok: true, format: known.format, texts, notes };
}
