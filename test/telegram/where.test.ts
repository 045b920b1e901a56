import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { knowledge } from '../support/knowledge.ts'
import { createStage, type Person, type Stage } from '../support/story.ts'

let stage: Stage
let person: Person
let next = 4000
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())
beforeEach(() => {
  person = stage.person(next++)
})

describe('where to go', () => {
  test('a body, then one’s region, then another body in it', async () => {
    await person.says('/where')
    await person.presses('Қорғаншылық органы')
    expect(person.reply).not.toContain('облысы')
    await person.presses('Өңірді таңдау')
    expect(person.buttons.flat()).toHaveLength(20)
    await person.presses('Ұлытау облысы')
    expect(person.reply).toContain('Қорғаншылық органы · Ұлытау облысы')
    expect(person.reply).toContain('102 не 112')
    await person.presses('Басқа орган')
    expect(person.reply).toContain('Қайда барамын · Ұлытау облысы')
    await person.presses('Прокуратура')
    expect(person.reply).toContain('Прокуратура · Ұлытау облысы')
    expect(await person.presses('По-русски')).toContain('Прокуратура · область Ұлытау')
  })

  test('first the region, then the body', async () => {
    await person.says('/where')
    await person.presses('Өңірді таңдау')
    await person.presses('Шымкент қаласы')
    await person.presses('Білім бөлімі')
    expect(person.reply).toContain('Шымкент қаласы')
    await person.presses('Мектеп қателессе, кім жауап береді')
    expect(person.reply).toContain('айыппұл')
  })

  test('what is confirmed of one region is told there alone, with its source', async () => {
    await person.says('/where')
    await person.presses('Қорғаншылық органы')
    await person.presses('Өңірді таңдау')
    await person.presses('Ақтөбе облысы')
    expect(person.reply).toContain('елде бірінші')
    await person.presses('Басқа өңір')
    await person.presses('Абай облысы')
    expect(person.reply).not.toContain('елде бірінші')
  })

  test('the school and the national Commissioner are of no region', async () => {
    await person.says('/where')
    await person.presses('Бала құқықтары жөніндегі уәкіл')
    expect(person.buttons.flat()).not.toContain('Өңірді таңдау')
    expect(person.reply).toContain('eOtinish.kz')
  })

  test('the region is remembered nowhere', async () => {
    await person.says('/where')
    await person.presses('Өңірді таңдау')
    await person.presses('Атырау облысы')
    expect(stage.logged()).not.toMatch(/atyrau|Атырау/)
    await person.says('/where')
    expect(person.reply).not.toContain('Атырау')
  })

  test('every body in every region and both languages: short, three rows, and a way to more', async () => {
    for (const body of knowledge.bodies) {
      for (const region of ['', ...knowledge.regions.map(({ id }) => id)]) {
        for (const lang of ['kk', 'ru'] as const) {
          await person.says('/where')
          await person.pressesData(`b:${lang}:${region}:${body.id}`)
          expect(person.reply).toContain(body[lang].name)
          expect(person.reply).not.toMatch(/[{}]/)
          expect(person.reply.length).toBeLessThan(900)
          expect(person.buttons.length).toBeLessThanOrEqual(3)
        }
      }
    }
  })

  test('from the menu, and under the topics that lead to a body, in three rows', async () => {
    await person.says('/menu')
    await person.presses('Қайда барамын')
    expect(person.buttons.flat()).toContain('Мектеп басшысы')
    for (const body of knowledge.bodies) {
      for (const topic of body.under) {
        await person.says(`/start ${topic}`)
        expect(person.buttons.flat(), topic).toContain('Қайда барамын')
        expect(person.buttons.length, topic).toBeLessThanOrEqual(3)
      }
      await person.presses('Қайда барамын')
      expect(person.reply).toContain(body.kk.name)
    }
  })

  test('a body or a region that is no more is told to be old', async () => {
    await person.says('/where')
    for (const data of ['b:kk:atlantis:', 'b:kk::nobody', 'b:kk:abai:nobody', 'q:kk:nobody'])
      await person.pressesData(data)
    expect(person.notices).toHaveLength(4)
  })
})
