/**
 * Builds what the web app serves at /assets into assets/built, which is checked in so that a start needs no build:
 * the compiled stylesheet, the fonts it names, the pictures it names, our pictures and the small scripts.
 *
 *   node tools/build-assets.mjs           writes assets/built
 *   node tools/build-assets.mjs --check   writes nothing; exits 1 and names each file that differs
 *
 * Refuses any picture of the crown, the crest or the GOV.UK logo: they are not ours to use.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as sass from 'sass';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const BUILT = join(ROOT, 'assets', 'built');
const MODULES = join(ROOT, 'node_modules');
const GOVUK = join(MODULES, 'govuk-frontend', 'dist', 'govuk');
const PICTURE_FOLDERS = [
  join(MODULES, '@ministryofjustice', 'frontend', 'moj', 'assets', 'images'),
  join(GOVUK, 'assets', 'images'),
];
const NOT_OURS = /crown|crest|logo|govuk-icon|opengraph/i;
const MAXIMUM_BYTES = 1_500_000;

/** Every file to serve: path under assets/built → its bytes. */
function wanted() {
  const files = new Map();
  const { css } = sass.compile(join(ROOT, 'assets', 'styles', 'schoolgate.scss'), {
    style: 'compressed',
    charset: false,
    loadPaths: [ROOT, MODULES],
    quietDeps: true,
  });
  files.set('schoolgate.css', Buffer.from(css + '\n'));

  for (const name of namesIn(css, /\/assets\/fonts\/([a-z0-9-]+\.woff2)/g)) {
    files.set(join('fonts', name), readFileSync(join(MODULES, '@fontsource', fontPackage(name), 'files', name)));
  }
  for (const name of ['andika', 'atkinson-hyperlegible-next']) {
    files.set(join('fonts', `${name}-licence.txt`), readFileSync(join(MODULES, '@fontsource', name, 'LICENSE')));
  }
  for (const name of namesIn(css, /\/assets\/images\/([\w.-]+)/g)) {
    if (NOT_OURS.test(name))
      throw new Error(`schoolgate.css names ${name}, which is not ours to use: drop that component.`);
    const folder = PICTURE_FOLDERS.find((candidate) => existsSync(join(candidate, name)));
    if (folder === undefined) throw new Error(`schoolgate.css names ${name}, which no package provides.`);
    files.set(join('images', name), readFileSync(join(folder, name)));
  }
  for (const name of readdirSync(join(ROOT, 'assets', 'pictures'))) {
    files.set(join('pictures', name), readFileSync(join(ROOT, 'assets', 'pictures', name)));
  }
  for (const name of readdirSync(join(ROOT, 'assets', 'js'))) {
    files.set(join('js', name), readFileSync(join(ROOT, 'assets', 'js', name)));
  }
  files.set(
    join('js', 'govuk-frontend.min.js'),
    withoutSourceMap(readFileSync(join(GOVUK, 'govuk-frontend.min.js'), 'utf8')),
  );
  return files;
}

function namesIn(text, pattern) {
  return new Set([...text.matchAll(pattern)].map((match) => match[1]));
}

function fontPackage(name) {
  return name.startsWith('andika') ? 'andika' : 'atkinson-hyperlegible-next';
}

// The source map is not served, and naming it makes browsers ask for it.
function withoutSourceMap(script) {
  return Buffer.from(script.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n'));
}

/** Paths of the files in assets/built now, relative to it. */
function present() {
  if (!existsSync(BUILT)) return [];
  return readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(BUILT, join(entry.parentPath, entry.name)));
}

const files = wanted();
const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
if (bytes > MAXIMUM_BYTES) throw new Error(`assets/built would hold ${bytes} bytes; the limit is ${MAXIMUM_BYTES}.`);

if (process.argv.includes('--check')) {
  const stale = [...files].filter(([path, content]) => {
    const built = join(BUILT, path);
    return !existsSync(built) || !readFileSync(built).equals(content);
  });
  const left = present().filter((path) => !files.has(path));
  for (const [path] of stale) console.error(`assets/built/${path} is missing or out of date.`);
  for (const path of left) console.error(`assets/built/${path} belongs to nothing.`);
  if (stale.length + left.length > 0) {
    console.error('Run: node tools/build-assets.mjs');
    process.exitCode = 1;
  }
} else {
  for (const path of present()) if (!files.has(path)) rmSync(join(BUILT, path));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(BUILT, path)), { recursive: true });
    writeFileSync(join(BUILT, path), content);
  }
  console.log(`assets/built: ${files.size} files, ${Math.round(bytes / 1000)} kB`);
}
