import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createStage, type Person, type Stage } from '../support/story.ts'

let stage: Stage
let person: Person
let next = 100
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())
beforeEach(() => {
  person = stage.person(next++)
})

describe('a question is answered at once', () => {
  test('with the law, the day it was checked, and at most three rows of buttons', async () => {
    await person.says('какой штраф если ребенка травят')
    expect(person.reply).toContain('Какой штраф за травлю')
    expect(person.reply).toContain('10\u00a0МРП (43\u00a0250\u00a0₸)')
    expect(person.reply).toMatch(/ст\.\u00a0127-2 КоАП · сверено: 22\u00a0ноября 2026/)
    expect(person.buttons.length).toBeLessThanOrEqual(3)
    expect(person.last.entities.some(({ type }) => type === 'bold')).toBe(true)
  })

  test('link previews are off, and words go as entities, never as markup', async () => {
    await person.says('Буллинг үшін айыппұл қанша?')
    const sent = stage.server.api.calls.findLast(({ method }) => method === 'sendMessage')
    expect(sent?.payload['link_preview_options']).toEqual({ is_disabled: true })
    expect(sent?.payload).not.toHaveProperty('parse_mode')
  })

  test('more, simple words and the source take the place of the short text', async () => {
    await person.says('Буллинг үшін айыппұл қанша?')
    const message = person.last.id
    expect(await person.presses('Толығырақ')).toContain('2024\u00a0жылғы 16\u00a0маусым')
    expect(await person.presses('Қарапайым тілмен')).toContain('сенің кінәң емес')
    expect(await person.presses('Дереккөз')).toContain('Кәмелетке толмаған адамды жәбірлеу')
    expect(person.last.entities.map(({ type }) => type)).toContain('expandable_blockquote')
    expect(person.last.entities.find(({ type }) => type === 'text_link')).toHaveProperty('url')
    expect(await person.presses('Қысқаша')).toContain('ескерту')
    expect(person.last.id).toBe(message)
  })

  test('near questions open one by one', async () => {
    await person.says('алименты на 2 детей сколько')
    await person.presses('Это то, что нужно')
    await person.presses('Похожие вопросы')
    expect(person.reply).toBe('Близкие вопросы:')
    await person.presses('Как взыскать алименты')
    expect(person.reply).toContain('Подайте в суд')
  })

  test('«this was it» takes the question away and thanks', async () => {
    await person.says('алименты на 2 детей сколько')
    await person.presses('Это то, что нужно')
    expect(person.notices).toEqual(['Спасибо!'])
    expect(person.buttons.flat()).not.toContain('Это то, что нужно')
  })

  test('«I meant another» offers what else it may have been', async () => {
    await person.says('алименты на 2 детей сколько')
    await person.presses('Я о другом')
    expect(person.reply).toContain('Может быть, это?')
    expect(person.buttons.length).toBeGreaterThanOrEqual(3)
  })

  test('the other language is one press away', async () => {
    await person.says('сколько тенге в мрп')
    await person.presses('Это то, что нужно')
    expect(await person.presses('Қазақша')).toContain('АЕК')
  })

  test('a child is answered in words for children', async () => {
    await person.says('/start')
    await person.presses('Русский')
    await person.presses('Я ребёнок')
    expect(await person.says('Буллинг үшін айыппұл қанша?')).toContain('это не твоя вина')
  })

  test('an amount is told with the warning that it may be old, once its day is over', async () => {
    const later = await createStage({ day: '2027-03-01' })
    const parent = later.person(1)
    expect(await parent.says('какой штраф если ребенка травят')).toContain('Они могли измениться')
    await later.close()
  })
})

describe('under an answer stand the flow, the letter and the tool that fit', () => {
  const leads = () => person.buttons[1]

  test('in the second of three rows; what is near comes when the answer was right', async () => {
    await person.says('алименты на 2 детей сколько')
    expect(person.buttons).toHaveLength(3)
    expect(leads()).toEqual(['Посчитать', 'Алименты по шагам'])
    await person.presses('Это то, что нужно')
    expect(person.buttons).toHaveLength(3)
    expect(person.buttons[2]).toEqual(['В суд: об алиментах', 'Похожие вопросы'])
  })

  test.each([
    ['Я подросток', ['Меня травят', 'В школу: о травле']],
    ['Я родитель', ['Моего ребёнка травят', 'В школу: о травле']],
    ['Я ребёнок', ['Меня травят', 'Посчитать']],
  ])('to «%s» those that are for them', async (who, expected) => {
    await person.says('/start')
    await person.presses('Русский')
    await person.presses(who)
    await person.says('какой штраф если ребенка травят')
    expect(leads()).toEqual(expected)
  })

  test('a topic with neither has what can be counted, and what is near', async () => {
    await person.says('сколько тенге в мрп')
    expect(leads()).toEqual(['Посчитать', 'Похожие вопросы'])
  })

  test('never more than three rows, whoever asks', async () => {
    for (const { id } of stage.app.knowledge.topics) {
      await person.says(`/start ${id}`)
      expect(person.buttons.length, id).toBeLessThanOrEqual(3)
      expect(Math.max(...person.buttons.map((row) => row.length)), id).toBeLessThanOrEqual(3)
    }
  })
})

describe('when the words may mean several things', () => {
  test('two to four choices and a way out', async () => {
    await person.says('штраф')
    expect(person.reply).toBe('Что ближе к вашему вопросу?')
    expect(person.buttons.length).toBeGreaterThanOrEqual(3)
    expect(person.buttons.length).toBeLessThanOrEqual(5)
    await person.presses('Ничего из этого')
    expect(person.reply).toContain('/menu')
  })
})

describe('when it is not our subject', () => {
  test('Tirek says so and shows the ways on', async () => {
    await person.says('какая погода завтра в алматы')
    expect(person.reply).toContain('придумывать я не буду')
    expect(person.buttons).toEqual([
      ['Темы', '111'],
      ['По шагам: что делать', 'Написать заявление'],
    ])
  })
})

describe('the subjects of /menu', () => {
  test('from a subject to a topic and back', async () => {
    await person.says('/menu')
    await person.presses('Буллинг')
    expect(person.buttons.length).toBe(9)
    await person.presses('Келесі')
    await person.presses('Алдыңғы')
    await person.presses('Барлық тақырып')
    await person.presses('Көмек және 111')
    await person.presses('Жедел көмек нөмірлері')
    expect(person.reply).toContain('112')
  })

  test('every subject opens, and every topic of it in both languages', async () => {
    for (const lang of ['Қазақша', 'Русский']) {
      const reader = stage.person(next++)
      await reader.says('/start')
      await reader.presses(lang)
      await reader.says('/menu')
      // The last row leads to the tools, which test/telegram/calc.test.ts and where.test.ts walk.
      for (const group of reader.buttons.slice(0, -1).flat()) {
        await reader.says('/menu')
        await reader.presses(group)
        const labels = reader.buttons.slice(0, -1).flat()
        expect(labels.length).toBeGreaterThan(0)
        await reader.presses(labels[0] ?? '')
        expect(reader.reply.length).toBeGreaterThan(80)
      }
    }
  })
})
