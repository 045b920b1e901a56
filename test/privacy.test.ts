import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRedis, type TestRedis } from './support/redis.ts'
import { createStage, type Stage } from './support/story.ts'

/** Words that stand for what somebody wrote or is called; none of them may be found afterwards. */
const MARK = 'құпиясөз7391'
const NAME = 'Шолпан8264'
const CHAT = 987_654_321
/** Numbers that somebody gave a calculator. */
const INCOME = '739126'
const BORN = '13.07.2011'
const GROUP = -100_123_456_789

let redis: TestRedis
let folder: string
beforeAll(async () => {
  redis = await startRedis()
  folder = mkdtempSync(join(tmpdir(), 'tirek-privacy-'))
})
afterAll(async () => {
  await redis.stop()
  rmSync(folder, { recursive: true })
})

/** Sends marked messages through every kind of handler, failures included. */
async function talk(stage: Stage): Promise<void> {
  const person = { id: CHAT, first_name: NAME, last_name: NAME, username: NAME }
  const { api } = stage.server
  const send = (fields: Record<string, unknown>) => stage.deliver(api.messageUpdate(person, fields))
  for (const text of [
    '/start',
    `/start ${MARK}?`,
    `${MARK} буллинг үшін айыппұл қанша`,
    `${MARK} ${NAME}`,
    `өлгім келеді ${MARK}`,
    `меня бьёт отчим ${MARK}`,
    `/${MARK}`,
    `сәлем ${MARK}`,
    `/start bullying`,
    `${MARK} алименты на двоих`,
  ]) {
    await send({ text })
  }
  await send({ photo: [{ file_id: MARK }], caption: MARK })
  await send({ contact: { phone_number: MARK, first_name: NAME } })
  await send({ location: { latitude: 43.2, longitude: 76.9 } })
  await send({ voice: { file_id: MARK, duration: 3 } })
  await send({ document: { file_id: MARK, file_name: MARK }, caption: `${MARK} штраф` })
  await send({ video_note: { file_id: MARK } })
  await send({ forward_origin: { type: 'hidden_user', sender_user_name: NAME }, text: MARK })
  await send({ reply_to_message: { message_id: 1, text: MARK }, text: `${MARK} буллинг` })
  const { message: edited, ...update } = api.messageUpdate(person, { text: `${MARK} өлгім келеді` })
  await stage.deliver({ ...update, edited_message: edited } as never)
  const group = { id: GROUP, type: 'supergroup', title: NAME }
  for (const text of [MARK, `@tirek_bot ${MARK} штраф`, `@tirek_bot хочу умереть ${MARK}`, '/menu'])
    await stage.deliver(api.messageUpdate(person, { text }, group))
  await stage.deliver({
    update_id: 999_001,
    my_chat_member: {
      chat: group,
      from: { id: CHAT, is_bot: false, first_name: NAME },
      date: 0,
      old_chat_member: { status: 'member', user: { id: 1 } },
      new_chat_member: { status: 'administrator', user: { id: 1 } },
    },
  } as never)
  const last = api.messagesOf(CHAT).at(-1)
  if (!last) throw new Error('Nothing was answered')
  await send({ text: '/clear' })
  await send({ text: '/privacy' })
  await send({ text: '/start bullying' })
  const step = api.messagesOf(CHAT).at(-1) ?? last
  await stage.deliver(api.pressUpdate(person, step, 's:bullying:safe:yes'))
  await stage.deliver(api.pressUpdate(person, last, MARK))
  await send({ text: `${MARK} в середине шагов` })
  await send({ text: `алименты с ${INCOME} на двоих` })
  await stage.deliver(api.pressUpdate(person, last, `c:ru:alimony:${INCOME}:2`))
  await stage.deliver(api.pressUpdate(person, last, 'c:ru:write:age'))
  await send({ text: BORN })
  await send({ text: `мне ${BORN} что мне можно` })
  // Telegram's refusals carry the payload, and broken connections the address with the token.
  api.intercept = () => ({
    ok: false,
    error_code: 400,
    description: `Bad Request: can't parse ${MARK}`,
  })
  await send({ text: `${MARK} штраф` })
  api.intercept = () => ({
    ok: false,
    error_code: 429,
    description: MARK,
    parameters: { retry_after: 99 },
  })
  await send({ text: `${MARK} штраф` })
  api.intercept = () => undefined
  // Whatever people attach is neither asked for nor fetched.
  expect(api.calls.map(({ method }) => method)).not.toContain('getFile')
}

/** Begins a letter with marked answers; left unfinished, or told to its end. */
async function write(stage: Stage, answers: number): Promise<void> {
  const person = { id: CHAT, first_name: NAME, last_name: NAME, username: NAME }
  const send = (text: string) => stage.deliver(stage.server.api.messageUpdate(person, { text }))
  await send('/start to-school')
  for (let answer = 0; answer < answers; answer++) await send(answer % 2 === 0 ? MARK : NAME)
}

const traces = (text: string): string[] =>
  [
    MARK,
    NAME,
    String(CHAT),
    String(GROUP).slice(4),
    'story-token',
    '76.9',
    INCOME,
    BORN,
    '2011-07-13',
  ].filter((mark) => text.includes(mark))

describe('nothing that somebody wrote is kept', () => {
  test('in SQLite, in the log at its finest, in the metrics', async () => {
    const stage = await createStage({ store: { kind: 'sqlite', folder } })
    await talk(stage)
    const files = readdirSync(folder).map((name) =>
      readFileSync(join(folder, name)).toString('latin1'),
    )
    expect(files.join('')).toContain('session:')
    const database = new DatabaseSync(join(folder, 'tirek.sqlite'), { readOnly: true })
    const rows = database.prepare('SELECT * FROM memory').all() as { expires: number }[]
    expect(rows.length).toBeGreaterThan(3)
    for (const row of rows) expect(row.expires).toBeGreaterThan(Date.now())
    database.close()
    const utf8 = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString())
    expect(traces(utf8.join(''))).toEqual([])
    expect(stage.logged()).toContain('update-failed')
    expect(traces(stage.logged())).toEqual([])
    expect(traces(await stage.app.metrics.register.metrics())).toEqual([])
    await stage.close()
  })

  test('in SQLite, of a letter: neither while it is written nor afterwards', async () => {
    const own = mkdtempSync(join(tmpdir(), 'tirek-privacy-letter-'))
    const stage = await createStage({ store: { kind: 'sqlite', folder: own } })
    const onDisk = () => readdirSync(own).map((name) => readFileSync(join(own, name)).toString())
    const rows = () => {
      const database = new DatabaseSync(join(own, 'tirek.sqlite'), { readOnly: true })
      const found = database.prepare("SELECT * FROM memory WHERE key LIKE 'letter:%'").all()
      database.close()
      return found as { expires: number }[]
    }
    await write(stage, 5)
    expect(rows()).toHaveLength(1)
    expect(rows()[0]?.expires).toBeLessThanOrEqual(Date.now() + 3_600_000)
    expect(traces(onDisk().join(''))).toEqual([])
    await write(stage, 8)
    expect(stage.server.api.messagesOf(CHAT).some(({ document }) => document)).toBe(true)
    expect(rows()).toEqual([])
    expect(traces(onDisk().join(''))).toEqual([])
    expect(traces(stage.logged())).toEqual([])
    const metrics = await stage.app.metrics.register.metrics()
    expect(metrics).toContain('tirek_letters_total{letter="to-school",event="finished"} 1')
    expect(traces(metrics)).toEqual([])
    await stage.close()
    rmSync(own, { recursive: true })
  })

  test('in Redis, of a letter: sealed, gone within the hour and at its end', async () => {
    const stage = await createStage({ store: { kind: 'redis', url: redis.url } })
    const client = new Redis(redis.url)
    const ofLetter = async () => (await client.keys('*')).filter((key) => key.includes('letter:'))
    await write(stage, 5)
    const [key = ''] = await ofLetter()
    expect(traces(key + ((await client.get(key)) ?? ''))).toEqual([])
    expect(await client.ttl(key)).toBeGreaterThan(3500)
    expect(await client.ttl(key)).toBeLessThanOrEqual(3600)
    await write(stage, 8)
    expect(await ofLetter()).toEqual([])
    expect(traces(stage.logged())).toEqual([])
    await client.flushall()
    client.disconnect()
    await stage.close()
  })

  test('in Redis, where every key has an end', async () => {
    const stage = await createStage({ store: { kind: 'redis', url: redis.url } })
    await talk(stage)
    const client = new Redis(redis.url)
    const keys = await client.keys('*')
    expect(keys.some((key) => key.includes('session:'))).toBe(true)
    expect(keys.some((key) => key.includes('flow:'))).toBe(true)
    expect(keys.some((key) => key.includes('trail:'))).toBe(true)
    for (const key of keys) {
      expect(traces(key + ((await client.get(key)) ?? ''))).toEqual([])
      expect(await client.ttl(key), key).toBeGreaterThan(0)
    }
    expect(traces(stage.logged())).toEqual([])

    const trail = keys.find((key) => key.includes('trail:')) ?? ''
    expect(await client.get(trail)).toMatch(/^\d+(,\d+)*$/)
    expect(await client.ttl(trail)).toBeLessThanOrEqual(48 * 3600)

    await stage.deliver(stage.server.api.messageUpdate({ id: CHAT }, { text: '/forget' }))
    expect(stage.server.api.messagesOf(CHAT).at(-1)?.text).toMatch(/нөмірлері|номера/)
    const left = await client.keys('*')
    expect(left.filter((key) => !key.includes('update:'))).toEqual([])
    client.disconnect()
    await stage.close()
  })
})
