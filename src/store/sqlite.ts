import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Store } from './port.ts'

/** How often rows whose time is over are removed, in milliseconds. */
const SWEEP_EVERY = 60_000

/**
 * The embedded store: one SQLite file in `folder`, or memory alone where none is given.
 * `now` is the clock in milliseconds. Throws where the folder cannot be written.
 */
export function openSqliteStore(folder: string | undefined, now: () => number): Store {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(
    folder === undefined ? ':memory:' : join(folder, 'tirek.sqlite'),
  )
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA busy_timeout = 1000;
    PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS memory (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL,
      expires INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS memory_expires ON memory (expires);
  `)
  const select = database.prepare('SELECT value FROM memory WHERE key = ? AND expires > ?')
  const upsert = database.prepare(
    'INSERT INTO memory VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires',
  )
  const claim = database.prepare(
    'INSERT INTO memory VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE expires <= ?4',
  )
  const remove = database.prepare('DELETE FROM memory WHERE key = ? AND expires > ?')
  const sweep = database.prepare('DELETE FROM memory WHERE expires <= ?')
  sweep.run(now())
  // By the clock, not by use: what is over must go from a bot that nobody writes to as well.
  const sweeping = setInterval(() => sweep.run(now()), SWEEP_EVERY).unref()
  return {
    async ready() {},
    async read(key) {
      return select.get(key, now())?.['value'] as string | undefined
    },
    async write(key, value, seconds) {
      upsert.run(key, value, now() + seconds * 1000)
    },
    async erase(...keys) {
      let erased = 0
      for (const key of keys) erased += Number(remove.run(key, now()).changes)
      return erased
    },
    async claim(key, value, seconds) {
      const { changes } = claim.run(key, value, now() + seconds * 1000, now())
      return Number(changes) === 1
    },
    async close() {
      clearInterval(sweeping)
      database.close()
    },
  }
}
