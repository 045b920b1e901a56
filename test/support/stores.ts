import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startRedis, type TestRedis } from './redis.ts'

/**
 * Stores that outlive a stage, for the tests of the enclosing `describe`: a Redis of their own, and
 * SQLite files that are removed at the end.
 */
export function lastingStores() {
  let redis: TestRedis
  const folders: string[] = []
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(async () => {
    await redis.stop()
    for (const folder of folders) rmSync(folder, { recursive: true })
  })
  return {
    /** Empty: updates are numbered anew in every test, and each is answered once. */
    fresh: async (kind: 'sqlite' | 'redis') => {
      if (kind === 'redis') {
        await redis.empty()
        return { kind, url: redis.url }
      }
      const folder = mkdtempSync(join(tmpdir(), 'tirek-restart-'))
      folders.push(folder)
      return { kind, folder }
    },
  }
}
