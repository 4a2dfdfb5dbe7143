/**
 * The storage of the rooms' records for the Node adapter: in a folder, one file for each room, or in memory. Knows nothing of a
 * record's content.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomRecord } from '../room/host.js';
import type { Warn } from '../settings.js';

export interface RecordStore {
  /** Throws if there is a record that cannot be read now. The message does not name the room. */
  read(room: string): RoomRecord | undefined;
  /** Replaces the record, or deletes it. It is stored when this returns. */
  write(room: string, record: RoomRecord | undefined): void;
  /** Every room that has a record. */
  rooms(): string[];
}

/** Forgets everything with the process. */
export class MemoryRecordStore implements RecordStore {
  readonly #records = new Map<string, string>();

  read(room: string): RoomRecord | undefined {
    const text = this.#records.get(room);
    return text === undefined ? undefined : JSON.parse(text);
  }

  write(room: string, record: RoomRecord | undefined): void {
    if (record) this.#records.set(room, JSON.stringify(record));
    else this.#records.delete(room);
  }

  rooms(): string[] {
    return [...this.#records.keys()];
  }
}

/** Some names, such as `con`, are not valid file names everywhere. */
const PREFIX = 'room-';
const SUFFIX = '.json';
/** Extension of an unfinished file. No record has such a name. */
const UNFINISHED = '.tmp';

/**
 * A file for each room. It is written under another name and then renamed, so a crash leaves the old record or the new one, never
 * a part of one. Writing blocks: a record is small, and written only when a participant joins, leaves or is moderated. Only one
 * process may use a folder.
 */
export class FileRecordStore implements RecordStore {
  readonly #folder: string;
  readonly #warn: Warn;

  /** Creates the folder if needed. Records contain keys of resume tokens, so no other user may read it. */
  constructor(folder: string, warn: Warn) {
    this.#folder = join(folder, 'rooms');
    this.#warn = warn;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.#folder)) {
      if (name.endsWith(UNFINISHED)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  read(room: string): RoomRecord | undefined {
    let text: string;
    try {
      text = readFileSync(this.#path(room), 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new Error(`a record on disk cannot be read: ${code}`);
    }
    try {
      const record: RoomRecord = JSON.parse(text);
      if (record.room === room && Array.isArray(record.memberships)) return record;
    } catch {
      // Not JSON: reported below, like any other invalid file.
    }
    this.#warn('a record on disk cannot be read, so its room starts without one.');
    return undefined;
  }

  write(room: string, record: RoomRecord | undefined): void {
    const path = this.#path(room);
    if (record) {
      writeFileSync(path + UNFINISHED, JSON.stringify(record), { mode: 0o600 });
      renameSync(path + UNFINISHED, path);
    } else rmSync(path, { force: true });
  }

  rooms(): string[] {
    return readdirSync(this.#folder)
      .filter((name) => name.startsWith(PREFIX) && name.endsWith(SUFFIX))
      .map((name) => name.slice(PREFIX.length, -SUFFIX.length));
  }

  #path(room: string): string {
    return join(this.#folder, `${PREFIX}${room}${SUFFIX}`);
  }
}
