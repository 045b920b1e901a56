import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BotApiServer, startBotApi } from './support/bot-api-server.ts'
import { start } from './support/process.ts'
import { freePort, startRedis, type TestRedis } from './support/redis.ts'
import { eventually } from './support/wait.ts'

const TOKEN = '123456:ABC-DEF_ghijklmnop'
const SECRET = 'a-secret-of-the-webhook'
let telegram: BotApiServer
let redis: TestRedis
let folder: string
beforeAll(async () => {
  telegram = await startBotApi()
  redis = await startRedis()
  folder = mkdtempSync(join(tmpdir(), 'tirek-main-'))
})
afterAll(async () => {
  await telegram.close()
  await redis.stop()
  rmSync(folder, { recursive: true })
})

const environment = async (extra: Record<string, string>) => ({
  BOT_TOKEN: TOKEN,
  TELEGRAM_API_ROOT: telegram.root,
  DATA_DIR: folder,
  HOST: '127.0.0.1',
  PORT: String(await freePort()),
  ...extra,
})

describe('npm start without what it needs', () => {
  test('no token: what is missing, and how to try without one; exit 1', async () => {
    const run = start('src/main.ts')
    expect(await run.ended).toBe(1)
    expect(run.err()).toMatch(/BOT_TOKEN: expected .*npm run chat/)
    expect(run.err()).not.toContain('    at ')
  })

  test('Telegram that refuses the token: a short word, no token in it; exit 1', async () => {
    const refusing = await startBotApi()
    refusing.api.intercept = () => ({ ok: false, error_code: 401, description: 'Unauthorized' })
    const run = start('src/main.ts', [], await environment({ TELEGRAM_API_ROOT: refusing.root }))
    expect(await run.ended).toBe(1)
    expect(run.err()).toContain('Tirek could not start')
    expect(run.err() + run.out()).not.toContain(TOKEN)
    await refusing.close()
  })
})

describe.each([
  ['the embedded store', () => ({})],
  ['Redis', () => ({ REDIS_URL: redis.url })],
])('npm start on %s', (name, store) => {
  test('long polling: a question is answered, and SIGTERM ends it in peace', async () => {
    const env = await environment(store())
    const run = start('src/main.ts', [], env)
    const ready = async () => (await fetch(`http://127.0.0.1:${env.PORT}/readyz`)).ok
    await eventually(ready)
    const id = name === 'Redis' ? 11 : 12
    telegram.api.queue(
      telegram.api.messageUpdate({ id }, { text: 'какой штраф если ребенка травят' }),
    )
    await eventually(() =>
      expect(telegram.api.messagesOf(id)[0]?.text).toContain('Какой штраф за травлю'),
    )
    await eventually(() =>
      expect(telegram.api.calls.map(({ method }) => method)).toContain('setMyCommands'),
    )
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(run.out()).toContain('"event":"stopped"')
    expect(run.out() + run.err()).not.toMatch(/травят|123456:ABC/)
  })

  test('webhook: registered with its secret, and answers', async () => {
    const env = await environment({
      ...store(),
      WEBHOOK_URL: 'https://tirek.example/telegram',
      WEBHOOK_SECRET: SECRET,
    })
    const run = start('src/main.ts', [], env)
    await eventually(async () => (await fetch(`http://127.0.0.1:${env.PORT}/readyz`)).ok)
    expect(telegram.api.calls.find(({ method }) => method === 'setWebhook')?.payload).toMatchObject(
      {
        url: 'https://tirek.example/telegram',
        secret_token: SECRET,
      },
    )
    const id = name === 'Redis' ? 21 : 22
    const response = await fetch(`http://127.0.0.1:${env.PORT}/telegram`, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': SECRET },
      body: JSON.stringify(telegram.api.messageUpdate({ id }, { text: 'өлгім келеді' })),
    })
    expect(response.status).toBe(200)
    expect(telegram.api.messagesOf(id)[0]?.text).toContain('Сен маңыздысың')
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
  })
})
