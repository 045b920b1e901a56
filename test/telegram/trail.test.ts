import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStage, type Person, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())

const deleted = (chat: number): number[] =>
  stage.server.api.calls
    .filter(({ method, payload }) => method === 'deleteMessages' && payload['chat_id'] === chat)
    .flatMap(({ payload }) => payload['message_ids'] as number[])

/** Others write in between: a bot's private chats share one counter. */
const othersWrite = async (count: number) => {
  for (let each = 0; each < count; each++)
    await stage.deliver(stage.server.api.messageUpdate({ id: 6000 + each }, { text: 'сәлем' }))
}

async function talk(person: Person): Promise<void> {
  await person.says('/start')
  await person.presses('Русский')
  await person.says('/start bullying')
  await person.says('меня бьёт отчим')
}

describe('/clear leaves nothing on a shared phone', () => {
  test('the person’s messages and Tirek’s go, also those long before in the counter', async () => {
    const person = stage.person(5001)
    await talk(person)
    const standing = person.messages.map(({ id }) => id)
    expect(standing.length).toBeGreaterThanOrEqual(3)
    await othersWrite(130)
    await person.says('/clear')
    expect(person.messages).toHaveLength(1)
    expect(person.reply).toContain('Чат очищен')
    expect(deleted(5001)).toEqual(expect.arrayContaining(standing))
    // Each of the person's four messages stood just before an answer.
    const first = Math.min(...standing)
    expect(deleted(5001)).toContain(first - 1)
  })

  test('by the button of a card', async () => {
    const person = stage.person(5002, { telegramLanguage: 'ru' })
    await person.says('хочу умереть')
    await person.presses('Очистить чат')
    expect(person.messages.map(({ text }) => text)).toEqual([expect.stringContaining('Чат очищен')])
    expect(person.reply).not.toMatch(/умер|помощь|111/)
  })

  test('in calls of at most 100 numbers, and never another chat’s', async () => {
    const person = stage.person(5003)
    const other = stage.person(5004)
    await other.says('сәлем')
    for (let each = 0; each < 45; each++) await person.says('рахмет')
    await person.says('/clear')
    const calls = stage.server.api.calls.filter(
      ({ method, payload }) => method === 'deleteMessages' && payload['chat_id'] === 5003,
    )
    for (const { payload } of calls)
      expect((payload['message_ids'] as number[]).length).toBeLessThanOrEqual(100)
    expect(other.messages).toHaveLength(1)
    expect(person.messages).toHaveLength(1)
  })

  test('messages that are too old are left, the newer ones go', async () => {
    const person = stage.person(5005)
    await person.says('сәлем')
    const old = person.last.id
    await person.says('рахмет')
    stage.server.api.intercept = ({ method, payload }) =>
      method === 'deleteMessages' && (payload['message_ids'] as number[]).some((id) => id <= old)
        ? { ok: false, error_code: 400, description: "Bad Request: message can't be deleted" }
        : undefined
    await person.says('/clear')
    stage.server.api.intercept = () => undefined
    expect(person.messages.map(({ id }) => id)).toEqual([old, person.last.id])
  })

  test('without the store: what can be counted back', async () => {
    const broken = await createStage({
      port: {
        ready: () => Promise.resolve(),
        close: () => Promise.resolve(),
        ...Object.fromEntries(
          ['read', 'write', 'erase', 'claim'].map((name) => [
            name,
            () => Promise.reject(new Error('away')),
          ]),
        ),
      } as never,
    })
    const person = broken.person(5006)
    await person.says('өлгім келеді')
    await person.says('/clear')
    expect(person.messages).toHaveLength(1)
    await broken.close()
  })
})
