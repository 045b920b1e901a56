import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRedisStore } from '../../src/store/redis.ts'
import { createResilientStore } from '../../src/store/resilient.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { createStage, type Stage } from '../support/story.ts'
import { eventually } from '../support/wait.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

test('while Redis is away the stand-in serves, and Redis is taken up again when it is back', async () => {
  let clock = 0
  const failures: unknown[] = []
  const store = createResilientStore(
    openRedisStore(redis.url),
    openSqliteStore(undefined, () => clock),
    {
      now: () => clock,
      onFailure: (error) => failures.push(error),
    },
  )
  await eventually(async () => {
    clock += 10_000
    await store.write('warm-up', 'x', 600)
    return store.healthy
  })
  await store.write('before', 'in Redis alone', 600)
  await redis.stop()
  expect(await store.read('before')).toBeUndefined()
  expect(store.healthy).toBe(false)
  await store.write('during', 'in memory', 600)
  expect(await store.read('during')).toBe('in memory')
  expect(await store.claim('claim', 'busy', 600)).toBe(true)
  expect(await store.claim('claim', 'busy', 600)).toBe(false)

  await redis.start()
  await eventually(async () => {
    clock += 10_000
    await store.write('after', 'x', 600)
    return store.healthy
  })
  expect(await store.read('after')).toBe('x')
  // What somebody wishes to be forgotten goes from both.
  await store.erase('during', 'after')
  expect(await store.read('after')).toBeUndefined()
  await store.close()
})

describe('a chat through an outage', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createStage({ store: { kind: 'redis', url: redis.url } })
    await eventually(async () => {
      await stage.person(1).says('сәлем')
      return stage.app.storeHealthy()
    })
  })
  afterAll(() => stage.close())

  test('answers, guided steps and safety go on', async () => {
    const child = stage.person(77)
    await redis.stop()
    expect(await child.says('өлгім келеді')).toContain('111')
    expect(await child.says('Буллинг үшін айыппұл қанша?')).toContain('43\u00a0250')
    await child.presses('Мені жәбірлейді')
    expect(child.reply).toContain('1/6')
    await child.presses('Иә, қауіпсізбін')
    expect(child.reply).toContain('2/6')
    await child.says('/start to-school')
    await child.says('№ 25 мектеп')
    expect(child.reply).toContain('2/8')
    expect(stage.app.storeHealthy()).toBe(false)
    await child.says('/cancel')
    await redis.start()
    await eventually(async () => {
      expect(await child.says('балалар түнде нешеге дейін жүре алады')).toContain('23:00')
      return stage.app.storeHealthy()
    })
  })
})
