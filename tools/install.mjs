import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/*
 * Keeps node_modules equal to package-lock.json without anybody having to think of it.
 * The stamp says for which lock file the folder was last found right; without a stamp (somebody ran `npm ci` by hand)
 * npm's own record of what it installed is compared with the lock file instead.
 */

/**
 * Runs `npm ci` when the installed packages are missing or not those of package-lock.json. Prints what it does.
 * @param {string} root folder of package.json
 * @returns {Promise<boolean>} false when npm failed (its own message has been printed)
 */
export async function ensureInstalled(root) {
  const stamp = join(root, 'node_modules', '.schoolgate-lock');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8').trim() !== wanted) {
    if (!installedAsLocked(root) && !(await npmCi(root))) return false;
    writeFileSync(stamp, `${wanted}\n`);
  }
  linkCommandLine(root);
  return true;
}

/**
 * Puts our own command line beside those of the packages, where npx looks first. Without it npx links the project into the
 * cache of whoever runs it and keeps that link for ever: it needs a home folder to write to, and a link from before the
 * command line existed stays broken.
 */
function linkCommandLine(root) {
  const link = join(root, 'node_modules', '.bin', 'schoolgate');
  if (existsSync(link)) return;
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  try {
    symlinkSync(join('..', '..', 'tools', 'schoolgate.mjs'), link);
  } catch {
    // A folder that may not be written, or another start was quicker: npx then falls back on its cache.
  }
}

/**
 * Is every package of the lock file installed in just that version, and nothing else?
 * Optional packages may be absent: most of them are for other machines.
 * @param {string} root
 */
export function installedAsLocked(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(record);
  for (const [path, entry] of wanted) {
    const found = present.get(path);
    if (found === undefined ? entry.optional !== true : found.version !== entry.version) return false;
    if (found !== undefined && entry.optional !== true && !existsSync(join(root, path, 'package.json'))) return false;
  }
  return [...present.keys()].every((path) => wanted.has(path));
}

function packagesOf(file) {
  const packages = Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages);
  return new Map(packages.filter(([path]) => path !== ''));
}

/** `npm ci` with a sign of life every five seconds. No package may run a script of its own: none of ours needs to. */
function npmCi(root) {
  const started = process.hrtime.bigint();
  const seconds = () => Number((process.hrtime.bigint() - started) / 1_000_000_000n);
  console.log('Schoolgate: installing its packages with npm ci (once, and after each upgrade)');
  return new Promise((resolve) => {
    const child = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      env: { ...process.env, PATH: pathWithoutPinnedNode(root) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const signOfLife = setInterval(() => console.log(`Schoolgate: still installing, ${seconds()} s`), 5000);
    const handOn = (signal) => child.kill(signal);
    process.on('SIGINT', handOn).on('SIGTERM', handOn);
    const finish = (ok, line) => {
      clearInterval(signOfLife);
      process.off('SIGINT', handOn).off('SIGTERM', handOn);
      (ok ? console.log : console.error)(line);
      resolve(ok);
    };
    child.once('error', () =>
      finish(false, 'Schoolgate: npm was not found. It comes with Node: install Node and try again.'),
    );
    child.once('exit', (code) => {
      if (code === 0) finish(true, `Schoolgate: installed in ${seconds()} s`);
      else
        finish(false, 'Schoolgate: npm ci failed, see above. Is the network there? Then run the same command again.');
    });
  });
}

/** npm empties node_modules while it runs, so it must not itself run on the Node in there. */
function pathWithoutPinnedNode(root) {
  const own = join(root, 'node_modules', '.bin');
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== own && !folder.endsWith(join('node_modules', '.bin')))
    .join(delimiter);
}
