import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { knowledge } from '../support/knowledge.ts'
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

describe('a fine in tenge', () => {
  test('by words, with the amount, its day, its law, and three rows of buttons', async () => {
    await person.says('10 мрп сколько тенге')
    expect(person.reply).toContain('10\u00a0МРП = 43\u00a0250\u00a0₸')
    expect(person.reply).toContain('размер с 1\u00a0января 2026\u00a0года')
    expect(person.reply).toMatch(/решает орган[\s\S]*ст\.\u00a07 Закона о республиканском бюджете/)
    expect(person.buttons).toHaveLength(3)
    await person.presses('Сколько тенге в МРП')
    expect(person.reply).toContain('месячный расчётный показатель')
  })

  test('by the day of the act, and another year is one press away', async () => {
    expect(await person.says('штраф 10 мрп в марте 2025')).toContain('39\u00a0320\u00a0₸')
    expect(person.reply).not.toContain('ст.\u00a07')
    expect(await person.presses('2024 год')).toContain('36\u00a0920\u00a0₸')
    expect(await person.presses('Қазақша')).toContain('10\u00a0АЕК = 36\u00a0920\u00a0₸')
  })

  test('a year whose amount nobody knows yet is not guessed', async () => {
    const later = await createStage({ day: '2027-02-01' })
    const reader = later.person(1)
    expect(await reader.says('30 АЕК қанша теңге')).toContain('әлі белгісіз')
    expect(reader.reply).not.toContain('₸')
    await later.close()
    expect(await person.says('10 мрп в 2019 году')).toContain('придумывать не буду')
  })

  test('by buttons: under an answer, which stays, a number is picked', async () => {
    await person.says('какой штраф если ребенка травят')
    const answer = person.last.id
    await person.presses('Это то, что нужно')
    expect(person.buttons.length).toBeLessThanOrEqual(3)
    await person.presses('Посчитать')
    expect(person.last.id).not.toBe(answer)
    await person.presses('50')
    expect(person.reply).toContain('216\u00a0250\u00a0₸')
  })

  test('a number that is written is a reply to the question for it', async () => {
    await person.says('/calc')
    await person.presses('АЕК теңгемен')
    await person.presses('Басқа сан')
    const prompt = stage.server.api.calls.findLast(({ method }) => method === 'sendMessage')
    expect(prompt?.payload['reply_markup']).toMatchObject({ force_reply: true })
    expect(await person.says('12')).toContain('12\u00a0АЕК = 51\u00a0900\u00a0₸')
  })
})

describe('alimony', () => {
  test('by words', async () => {
    await person.says('алименты с 300 тысяч на двоих')
    expect(person.reply).toContain('Двое детей: 100\u00a0000\u00a0₸ в месяц')
    expect(person.reply).toContain('1/3')
    expect(person.reply).toContain('суд может уменьшить или увеличить')
    expect(person.reply).toContain('ст.\u00a0139 Семейного кодекса')
    expect(person.buttons).toHaveLength(3)
    await person.presses('Сколько платят алиментов')
    expect(person.reply).toContain('на троих и больше 1/2')
  })

  test('қазақша, and for another number of children', async () => {
    await person.says('300 мың теңгеден екі балаға алимент қанша')
    expect(person.reply).toContain('Екі бала: айына 100\u00a0000\u00a0₸')
    expect(await person.presses('Үш не одан көп')).toContain('150\u00a0000\u00a0₸')
  })

  test('what was not said is asked by buttons', async () => {
    expect(await person.says('алименты с 300 тысяч')).toContain('На скольких детей')
    expect(await person.presses('Один ребёнок')).toContain('75\u00a0000\u00a0₸')
  })

  test('an income in writing; what is no number is asked again, a question is answered', async () => {
    await person.says('алименты на 2 детей сколько')
    await person.presses('Посчитать')
    await person.presses('Другая сумма')
    expect(await person.says('300')).toContain('Напишите доход')
    expect(await person.says('270 тыщ')).toContain('270\u00a0000\u00a0₸')
    expect(await person.presses('Двое детей')).toContain('90\u00a0000\u00a0₸')
    await person.presses('Посчитать ещё')
    await person.presses('Другая сумма')
    expect(await person.says('какой штраф если ребенка травят')).toContain('Какой штраф за травлю')
  })

  test('danger comes before the number that was asked for', async () => {
    await person.says('/calc')
    await person.presses('Алимент мөлшері')
    await person.presses('Басқа сома')
    expect(await person.says('меня бьёт отчим')).toContain('Я тебе верю')
  })
})

describe('what the law says at an age', () => {
  test('by words, with the law of each line', async () => {
    await person.says('маған 14 жас, не істеуге болады')
    expect(person.reply).toContain('14 жас. Құқық пен жауапкершілік')
    expect(person.reply).toMatch(
      /бос уақытында зиянсыз жұмыс істей алады.*Еңбек кодексінің 31-бабы/,
    )
    expect(person.last.entities.map(({ type }) => type)).toContain('expandable_blockquote')
    expect(person.buttons).toHaveLength(3)
    expect(await person.presses('Тыйым мен қорғау')).toContain('23:00–06:00')
    expect(await person.presses('Кейін не болады')).toMatch(/16 жастан[\s\S]*еңбек шартын өзі/)
  })

  test('from a line to its topic and back', async () => {
    await person.says('мне 15 что мне можно')
    await person.presses('Подробнее')
    await person.presses('Назад')
    expect(person.reply).toContain('Возраст: 15')
    await person.presses('Подробнее')
    await person.presses('С какого возраста можно работать')
    expect(person.reply).toContain('с 16 лет')
  })

  test('every age in every view fits a message and has no more than three rows', async () => {
    await person.says('/calc')
    await person.presses('Жасыма қарай')
    const [pick] = person.messages.slice(-1)
    for (const button of pick?.buttons.flat() ?? []) {
      if (!/^\d+$/.test(button.text) || !('callback_data' in button)) continue
      const reader = stage.person(next++)
      await reader.says('/calc')
      await reader.pressesData(button.callback_data)
      expect(reader.reply).toContain(`${button.text} жас`)
      for (const view of ['Тыйым мен қорғау', 'Кейін не болады']) {
        await reader.presses(view)
        expect(reader.buttons.length).toBeLessThanOrEqual(3)
        expect(reader.reply.length).toBeLessThan(2000)
      }
    }
  })

  test('the day of birth is counted, and is nowhere afterwards', async () => {
    await person.says('/calc')
    await person.presses('Жасыма қарай')
    await person.presses('Туған күнім')
    expect(await person.says('25.11.2012')).toContain('13 жас')
    const traces = JSON.stringify(person.last.buttons) + stage.logged()
    expect(traces).not.toMatch(/2012-11-25|25\.11\.2012/)
  })
})

describe('a deadline', () => {
  test('calendar days, and it says so', async () => {
    await person.says('срок 15 дней с 10 ноября 2026')
    expect(person.reply).toContain('Последний день: 25\u00a0ноября 2026\u00a0года')
    expect(person.reply).toContain('Осталось дней: 1')
    expect(person.reply).toMatch(/календарных[\s\S]*«рабочих дней», этот счёт не подходит/)
  })

  test('from today by a button, from another day in writing', async () => {
    await person.says('/calc')
    await person.presses('Мерзім қашан бітеді')
    expect(await person.presses('30')).toContain('2026\u00a0жылғы 24\u00a0желтоқсан')
    await person.presses('Қайта есептеу')
    await person.presses('Басқа күн')
    expect(await person.says('09.11.2026 15 күн')).toContain('Бұл — бүгін')
    await person.presses('Қайта есептеу')
    await person.presses('Басқа күн')
    expect(await person.says('01.11.2026 3')).toContain('Өтіп кеткен күн: 20')
  })
})

describe('the way to the calculators', () => {
  test('/calc, /calc with words, and the menu', async () => {
    expect(await person.says('/calc 10 мрп')).toContain('43\u00a0250\u00a0₸')
    await person.says('/menu')
    await person.presses('Есептегіш')
    expect(person.buttons).toHaveLength(4)
  })

  test('under every topic that names one, in three rows', async () => {
    for (const [name, { under }] of Object.entries(knowledge.calculators)) {
      for (const topic of under) {
        await person.says(`/start ${topic}`)
        expect(person.buttons.length, topic).toBeLessThanOrEqual(3)
        expect(person.buttons.flat(), topic).toContain(name === 'age' ? 'Жасыма қарай' : 'Есептеу')
      }
    }
  })

  test('a forged or stale button is told to be old', async () => {
    await person.says('/calc')
    for (const data of ['c:ru:fine:-5', 'c:ru:alimony:5', 'c:ru:age:99', 'c:kk:fine:5:2025-02-30'])
      await person.pressesData(data)
    expect(person.notices).toHaveLength(4)
  })
})
