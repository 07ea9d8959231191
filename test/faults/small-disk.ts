import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** A disk of its own that a test can fill. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room there is, but for `leave` bytes. */
  fill(leave?: number): void;
  /** Gives the room back. */
  free(): void;
  end(): void;
}

/** Larger than this a shared memory disk is not to be filled: it is the machine's memory. */
const MOST_TO_FILL = 512 * 1024 * 1024;

/**
 * A small disk in memory. Where nothing may be mounted (a container without the right), a folder on /dev/shm, which containers have of 64 MB.
 * Throws where neither is there: a test of the full disk that fills none has not been run.
 */
export function smallDisk(megabytes: number): SmallDisk {
  const mounted = mkdtempSync(join(tmpdir(), 'small-disk-'));
  if (isDone('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m,mode=0700`, 'schoolgate-test', mounted])) {
    return fillable(mounted, () => {
      unmount(mounted);
    });
  }
  rmSync(mounted, { recursive: true });
  const shared = statfsSync('/dev/shm', { bigint: false });
  if (shared.blocks * shared.bsize > MOST_TO_FILL) {
    throw new Error('no small disk: mounting one is not allowed here, and /dev/shm is too large to fill. Run as root.');
  }
  const folder = mkdtempSync('/dev/shm/small-disk-');
  return fillable(folder, () => {
    rmSync(folder, { recursive: true, force: true });
  });
}

function fillable(folder: string, end: () => void): SmallDisk {
  const filler = join(folder, 'filler');
  return {
    folder,
    fill(leave = 0) {
      const file = openSync(filler, 'a');
      for (const bytes of [1024 * 1024, 4096, 1]) {
        const piece = Buffer.alloc(bytes);
        while (takes(file, piece));
      }
      ftruncateSync(file, Math.max(0, fstatSync(file).size - leave));
      closeSync(file);
    },
    free() {
      rmSync(filler, { force: true });
    },
    end,
  };
}

function takes(file: number, piece: Uint8Array): boolean {
  try {
    return writeSync(file, piece) > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}

/** A disk that goes bad: from then on the kernel lets nobody write to it, whoever has files open there. */
export interface FailingDisk {
  readonly folder: string;
  /** An error of the disk: it becomes read-only under whoever uses it (`errors=remount-ro`, as Debian sets it up). */
  fail(): void;
  /** Checks and mends it as a technician would, with nobody using it, and mounts it again for writing. */
  mend(): void;
  end(): void;
}

/**
 * An ext4 disk in a file. Root ignores the modes of files, and no disk with open files can be mounted read-only by hand: so its driver is told
 * that it found an error. Undefined where a container has no right to do this.
 */
export function failingDisk(megabytes: number): FailingDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'failing-disk-'));
  const image = `${folder}.img`;
  const gone = (): void => {
    rmSync(image, { force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  const mount = (): boolean => isDone('mount', ['-o', 'loop,errors=remount-ro', image, folder]);
  writeFileSync(image, '');
  execFileSync('truncate', ['-s', `${String(megabytes)}M`, image]);
  if (!isDone('mkfs.ext4', ['-q', image]) || !mount()) {
    gone();
    return undefined;
  }
  return {
    folder,
    fail() {
      const device = execFileSync('findmnt', ['-no', 'SOURCE', folder], { encoding: 'utf8' }).trim();
      writeFileSync(`/sys/fs/ext4/${basename(device)}/trigger_fs_error`, '1');
    },
    mend() {
      execFileSync('umount', [folder]);
      // 1: it found errors and mended them.
      isDone('e2fsck', ['-fy', image]);
      if (!mount()) throw new Error(`${image} cannot be mounted again`);
    },
    end() {
      unmount(folder);
      gone();
    },
  };
}

function unmount(folder: string): void {
  if (readFileSync('/proc/mounts', 'utf8').includes(` ${folder} `)) execFileSync('umount', ['--lazy', folder]);
  rmSync(folder, { recursive: true, force: true });
}

function isDone(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
