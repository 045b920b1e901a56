import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/port.ts'
import { openRedisStore } from '../../src/store/redis.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { eventually } from '../support/wait.ts'

let redis: TestRedis
let folder: string
beforeAll(async () => {
  redis = await startRedis()
  folder = mkdtempSync(join(tmpdir(), 'tirek-store-'))
})
afterAll(async () => {
  await redis.stop()
  rmSync(folder, { recursive: true })
})

const adapters: [string, () => Promise<Store>][] = [
  ['an SQLite file', async () => openSqliteStore(folder, Date.now)],
  ['SQLite in memory', async () => openSqliteStore(undefined, Date.now)],
  [
    'Redis',
    async () => {
      const store = openRedisStore(redis.url)
      await eventually(() => store.read('ready'))
      return store
    },
  ],
]

describe.each(adapters)('%s keeps the contract', (name, open) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store.close())

  test('what was written is read, until it is erased', async () => {
    expect(await store.read('a')).toBeUndefined()
    await store.write('a', 'бір', 60)
    expect(await store.read('a')).toBe('бір')
    await store.write('a', 'екі', 60)
    expect(await store.read('a')).toBe('екі')
    expect(await store.erase('a', 'never')).toBe(1)
    expect(await store.read('a')).toBeUndefined()
  })

  test('a value goes when its time is over, and no earlier', async () => {
    await store.write('short', 'x', 1)
    await store.write('long', 'y', 60)
    expect(await store.read('short')).toBe('x')
    await sleep(1100)
    expect(await store.read('short')).toBeUndefined()
    expect(await store.read('long')).toBe('y')
    expect(await store.erase('short')).toBe(0)
  })

  test('of many that claim a key at once, one gets it', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => store.claim('once', 'busy', 60)),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await store.read('once')).toBe('busy')
    await store.erase('once')
    expect(await store.claim('once', 'again', 60)).toBe(true)
  })

  test('a claim whose time is over can be taken', async () => {
    expect(await store.claim('lapsed', 'busy', 1)).toBe(true)
    expect(await store.claim('lapsed', 'busy', 1)).toBe(false)
    await sleep(1100)
    expect(await store.claim('lapsed', 'busy', 60)).toBe(true)
  })

  test('any text is kept as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (value) => {
        await store.write(`any ${name}`, value, 60)
        expect(await store.read(`any ${name}`)).toBe(value)
      }),
      { numRuns: 40 },
    )
  })
})

test('an SQLite file is read again after a restart', async () => {
  const first = openSqliteStore(folder, Date.now)
  await first.write('kept', 'value', 60)
  await first.close()
  const second = openSqliteStore(folder, Date.now)
  expect(await second.read('kept')).toBe('value')
  await second.close()
})
