import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStage, type Stage } from '../support/story.ts'

const group = { id: -100500, type: 'supergroup', title: '7Б' }
const member = { id: 1, language_code: 'ru' }

let stage: Stage
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())

const calls = (method: string) => stage.server.api.calls.filter((call) => call.method === method)

/** What Tirek says in the group to a message, or undefined where it is silent. */
async function said(fields: Record<string, unknown>, chat = group) {
  const before = calls('sendMessage').length
  expect(await stage.deliver(stage.server.api.messageUpdate(member, fields, chat))).toBe('done')
  const call = calls('sendMessage')[before]
  return call && { text: String(call.payload['text']), all: JSON.stringify(call.payload) }
}

describe('in a group Tirek speaks when it is spoken to', () => {
  test('not to what people say to each other, even of danger: that is for the person alone', async () => {
    expect(await said({ text: 'меня бьёт отчим' })).toBeUndefined()
    expect(await said({ text: 'какой штраф за травлю?' })).toBeUndefined()
    expect(await said({ text: 'почта x@tirek_bot_fan.kz' })).toBeUndefined()
    expect(await said({ text: '/start@another_bot' })).toBeUndefined()
    expect(await said({ new_chat_members: [{ id: 5, is_bot: false, first_name: 'A' }] })).toBe(
      undefined,
    )
  })

  test('a question on the law is answered, with the way to more of it in private', async () => {
    const answer = await said({ text: '@tirek_bot какой штраф за травлю?' })
    expect(answer?.text).toMatch(/43.250/)
    expect(answer?.all).toContain('https://t.me/tirek_bot?start=bullying-fines')
    expect(answer?.all).not.toContain('callback_data')
    expect(answer?.all).toContain('reply_parameters')
  })

  test('by a reply to it, and in the language of the question', async () => {
    const answer = await said({
      text: 'буллинг үшін айыппұл қанша',
      reply_to_message: { message_id: 1, date: 0, chat: group, from: { id: 1, is_bot: true } },
    })
    expect(answer?.text).toContain('АЕК')
  })

  test.each(['меня бьёт отчим', 'хочу умереть', 'что делать если ребёнка изнасиловали'])(
    'never of somebody’s situation: «%s» gets the numbers and the private chat',
    async (text) => {
      const answer = await said({ text: `@tirek_bot ${text}` })
      expect(answer?.text).toContain('111')
      expect(answer?.text).toContain('112')
      expect(answer?.text).not.toMatch(/бь|умер|насил/i)
      expect(answer?.all).toContain('https://t.me/tirek_bot?start=111')
    },
  )

  test('commands: the numbers are shown, all else leads to the private chat', async () => {
    expect((await said({ text: '/111@tirek_bot' }))?.text).toContain('103')
    expect((await said({ text: '/forget' }))?.text).toContain('личном чате')
    expect((await said({ text: '@tirek_bot' }))?.text).toContain('личном чате')
  })

  test('nothing of a group is remembered', async () => {
    const known = await stage.app.bot.api.getMe()
    expect(known.username).toBe('tirek_bot')
    expect(stage.logged()).not.toContain('100500')
  })
})

test('the way from a group to help opens the numbers', async () => {
  const person = stage.person(4100)
  expect(await person.says('/start 111')).toContain('112')
})

describe('Tirek leaves where it should not be', () => {
  const joined = (chat: Record<string, unknown>, status: string) =>
    stage.deliver({
      update_id: 700_000 + calls('leaveChat').length * 10 + status.length,
      my_chat_member: {
        chat,
        from: { id: 1, is_bot: false, first_name: 'A' },
        date: 0,
        old_chat_member: { status: 'left', user: { id: 1 } },
        new_chat_member: { status, user: { id: 1 } },
      },
    } as never)

  test('a channel', async () => {
    await joined({ id: -200, type: 'channel', title: 'c' }, 'administrator')
    expect(calls('leaveChat').at(-1)?.payload['chat_id']).toBe(-200)
  })

  test('a group that makes it an administrator, and says why', async () => {
    const before = calls('sendMessage').length
    await joined(group, 'administrator')
    expect(calls('sendMessage')[before]?.payload['text']).toContain('права администратора')
    expect(calls('leaveChat').at(-1)?.payload['chat_id']).toBe(group.id)
  })

  test('not a group that has it as a plain member', async () => {
    const before = calls('leaveChat').length
    await joined(group, 'member')
    expect(calls('leaveChat')).toHaveLength(before)
  })
})
