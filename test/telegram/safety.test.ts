import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createStage, type Person, type Stage } from '../support/story.ts'

let stage: Stage
let person: Person
let next = 3000
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())
beforeEach(() => {
  person = stage.person(next++)
})

describe('danger comes before everything else', () => {
  test('a card in one message: numbers to copy, what next, and the way out', async () => {
    await person.says('өлгім келеді')
    expect(person.messages).toHaveLength(1)
    expect(person.reply).toMatch(/^Сен маңыздысың[\s\S]*111[\s\S]*112/)
    expect(person.buttons[0]).toEqual(['111 көшіру', '112 көшіру', '103 көшіру'])
    await person.presses('Енді не істеуге болады')
    expect(person.reply).toContain('Өмір сүргің келмесе')
  })

  test('harm that is told gets belief and a number, no question', async () => {
    await person.says('меня бьёт отчим')
    expect(person.reply).toContain('Это не твоя вина')
    expect(person.reply).not.toContain('?')
  })

  test('«it is not about me» brings the ordinary answer', async () => {
    await person.says('друг хочет умереть как помочь другу')
    expect(person.reply).toContain('Будьте рядом')
    await person.presses('Это не обо мне')
    expect(person.messages.length).toBeGreaterThanOrEqual(3)
    expect(person.buttons.length).toBeGreaterThan(0)
  })

  test('inside a command, under a picture, in an edited message', async () => {
    expect(await person.says('/start хочу умереть')).toContain('Ты важен')
    await person.sends({ photo: [{ file_id: 'x' }], caption: 'хочу умереть' })
    expect(person.reply).toContain('Ты важен')
    const { message, ...update } = stage.server.api.messageUpdate(
      { id: person.id },
      { text: 'өлгім келеді' },
    )
    await stage.deliver({ ...update, edited_message: message } as never)
    expect(person.reply).toContain('Сен маңыздысың')
  })

  test('in the language that was chosen', async () => {
    await person.says('/start')
    await person.presses('Русский')
    expect(await person.says('өлгім келеді')).toContain('Ты важен')
  })
})

describe('every card, in both languages', () => {
  const unwanted =
    /совершил|покончи|успокойся|не грусти|всё будет хорошо|бәрі жақсы болады|обещаем|уәде береміз/i
  test.each([
    'life',
    'life-other',
    'danger-now',
    'medical',
    'missing-child',
    'help',
    'harmed',
    'harmed-child',
    'sexual-harm',
    'sextortion',
  ])('%s names a number early, says that nobody reads the chat, and promises nothing', (id) => {
    const card = stage.app.knowledge.triage.cards[id]
    for (const lang of ['kk', 'ru'] as const) {
      const body = card?.[lang].body ?? ''
      expect(body).toMatch(/\{phone:\d+\}/)
      expect(body).toMatch(lang === 'kk' ? /бағдарламамын/ : /Я программа/)
      expect(body.replace('не обещайте', '')).not.toMatch(unwanted)
      expect(body.match(/\?/g) ?? []).toHaveLength(0)
    }
  })
})
