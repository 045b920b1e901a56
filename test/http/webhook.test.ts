import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRoutes, listen } from '../../src/http/server.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { createStage, type Stage } from '../support/story.ts'

const SECRET = 'a-secret-of-the-webhook'
let stage: Stage
let server: { port: number; close: () => Promise<void> }
let address: string
let ready = true
beforeAll(async () => {
  stage = await createStage()
  const routes = createRoutes(
    stage.app,
    { webhook: { path: '/hook', secret: SECRET } },
    () => ready,
  )
  server = await listen(routes, { host: '127.0.0.1', port: 0 })
  address = `http://127.0.0.1:${server.port}`
})
afterAll(async () => {
  await server.close()
  await stage.close()
})
beforeEach(() => {
  stage.server.api.intercept = () => undefined
})

const post = (body: unknown, { secret = SECRET, path = '/hook' } = {}) =>
  fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const question = (id: number, text = 'Буллинг үшін айыппұл қанша?') =>
  stage.server.api.messageUpdate({ id }, { text })
const sentTo = (id: number) => stage.server.api.messagesOf(id)

describe('the webhook', () => {
  test('answers 200 after the person was answered', async () => {
    expect((await post(question(1))).status).toBe(200)
    expect(sentTo(1)[0]?.text).toContain('43\u00a0250')
  })

  test('an update that comes twice is answered once', async () => {
    const update = question(2)
    expect((await post(update)).status).toBe(200)
    expect((await post(update)).status).toBe(200)
    expect(sentTo(2)).toHaveLength(1)
  })

  test('an update that comes while it is being answered is asked for again later', async () => {
    const update = question(3)
    const answers = await Promise.all([post(update), post(update), post(update)])
    expect(sentTo(3)).toHaveLength(1)
    expect(answers.map(({ status }) => status)).toContain(200)
  })

  test('who blocked the bot costs nothing but is forgotten', async () => {
    stage.server.api.intercept = ({ method }) =>
      method === 'sendMessage'
        ? { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' }
        : undefined
    expect((await post(question(4))).status).toBe(200)
  })

  test('when Telegram is busy, the update comes again and is then answered', async () => {
    stage.server.api.intercept = ({ method }) =>
      method === 'sendMessage'
        ? {
            ok: false,
            error_code: 429,
            description: 'Too Many Requests',
            parameters: { retry_after: 60 },
          }
        : undefined
    const update = question(5)
    expect((await post(update)).status).toBe(503)
    stage.server.api.intercept = () => undefined
    expect((await post(update)).status).toBe(200)
    expect(sentTo(5)).toHaveLength(1)
  })

  test('a short pause that Telegram asks for is waited out', async () => {
    let refused = 0
    stage.server.api.intercept = ({ method }) =>
      method === 'sendMessage' && refused++ === 0
        ? {
            ok: false,
            error_code: 429,
            description: 'Too Many Requests',
            parameters: { retry_after: 1 },
          }
        : undefined
    expect((await post(question(6))).status).toBe(200)
    expect(sentTo(6)).toHaveLength(1)
  })

  test('a bug is apologised for, counted, and does not come again', async () => {
    stage.server.api.intercept = ({ method, payload }) =>
      method === 'sendMessage' && String(payload['text']).includes('айыппұл')
        ? { ok: false, error_code: 400, description: 'Bad Request: we made a mistake' }
        : undefined
    expect((await post(question(7))).status).toBe(200)
    expect(sentTo(7)[0]?.text).toContain('менде қате шықты')
    const metrics = await (await fetch(`${address}/metrics`)).text()
    expect(metrics).toMatch(/tirek_updates_total\{kind="message:text",outcome="bug"\} 1/)
  })
})

describe('what is not for us', () => {
  test.each<[string, () => Promise<Response>, number]>([
    ['a wrong secret', () => post(question(20), { secret: 'wrong' }), 401],
    ['no secret', () => fetch(`${address}/hook`, { method: 'POST', body: '{}' }), 401],
    ['another path', () => post(question(20), { path: '/other' }), 404],
    ['another method', () => fetch(`${address}/hook`), 404],
    ['no JSON', () => post('{"update_id":'), 400],
    ['no update', () => post({ hello: 'world' }), 400],
    ['a list', () => post([]), 400],
    ['an update without content', () => post({ update_id: 999_001 }), 200],
    ['a message without a chat', () => post({ update_id: 999_002, message: { text: 'x' } }), 200],
    ['more than a megabyte', () => post({ update_id: 1, pad: 'x'.repeat(1_100_000) }), 413],
  ])('%s', async (_, send, status) => {
    expect((await send()).status).toBe(status)
    expect(sentTo(20)).toHaveLength(0)
  })
})

describe('for those who watch over it', () => {
  test('alive, ready, and not ready while stopping', async () => {
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({
      status: 'ready',
      store: 'ok',
    })
    ready = false
    expect((await fetch(`${address}/readyz`)).status).toBe(503)
    ready = true
  })

  test('metrics count kinds and times, never words', async () => {
    await post(question(30, 'алименты на двоих марсианин'))
    const metrics = await (await fetch(`${address}/metrics`)).text()
    expect(metrics).toMatch(/tirek_replies_total\{kind="(answer|suggest)",lang="ru"\} 1/)
    expect(metrics).toContain('tirek_reply_seconds_bucket')
    expect(metrics).not.toContain('марсианин')
  })
})

describe('two replicas on one Redis', () => {
  let redis: TestRedis
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())

  test('an update that reaches both is answered by one', async () => {
    const store = { kind: 'redis' as const, url: redis.url }
    const [one, two] = await Promise.all([createStage({ store }), createStage({ store })])
    const update = one.server.api.messageUpdate({ id: 40 }, { text: 'сәлем' })
    const outcomes = await Promise.all([one.deliver(update), two.deliver(structuredClone(update))])
    expect(outcomes.toSorted()).toEqual(['done', 'later'])
    expect(one.server.api.messagesOf(40).length + two.server.api.messagesOf(40).length).toBe(1)
    expect(await two.deliver(structuredClone(update))).toBe('done')
    await Promise.all([one.close(), two.close()])
  })
})
