import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStage, type Stage } from '../support/story.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage({ limited: true })
})
afterAll(() => stage.close())

test('a flood gets answers, then one line, then silence; danger gets its card all the same', async () => {
  const person = stage.person(8001, { telegramLanguage: 'ru' })
  for (let each = 0; each < 60; each++) await person.says('спасибо')
  expect(person.messages).toHaveLength(60)
  expect(await person.says('спасибо')).toContain('через минуту')
  for (let each = 0; each < 30; each++) await person.sends({ text: 'штраф за травлю' })
  expect(person.messages).toHaveLength(61)
  expect(await person.says('хочу умереть')).toContain('Твоя жизнь важна')
  expect(await person.says('помогите')).toContain('111')
  expect(await person.says('меня бьёт отчим')).toContain('не твоя вина')

  const notices = person.notices.length
  await person.presses('Что можно сделать теперь')
  expect(person.notices.slice(notices)).toEqual([expect.stringContaining('через минуту')])
  expect(await stage.app.metrics.register.metrics()).toMatch(/tirek_limited_total 3\d/)
})

test('another chat does not feel it', async () => {
  expect(await stage.person(8002).says('сәлем')).not.toContain('Бір минуттан')
})
