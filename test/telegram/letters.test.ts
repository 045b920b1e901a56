import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LANGS, LIMITS } from '../../src/knowledge/schema.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { documentText } from '../support/docx.ts'
import { knowledge } from '../support/knowledge.ts'
import { lastingStores } from '../support/stores.ts'
import { createStage, type Person, STORY_DAY, type Stage } from '../support/story.ts'

let stage: Stage
let person: Person
let next = 20_000
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())
beforeEach(() => {
  person = stage.person(next++, { telegramLanguage: 'ru' })
})

/** What somebody answers, by fact; long enough to be found again. */
const answerTo = (fact: string): string => `Ответ на «${fact}»`

/** The three messages of a finished letter. */
function finished(who: Person) {
  const [paper, text, end] = who.messages.slice(-3)
  if (!paper?.document || !text || !end) throw new Error('The letter is not finished')
  return { document: paper.document, text, end }
}

describe.each([...knowledge.letters.values()])('$id', (letter) => {
  test.each(LANGS)('asked, written and set on paper, in %s', async (lang) => {
    const writer = stage.person(next++, { telegramLanguage: lang })
    await writer.says('/letters')
    await writer.presses(letter[lang].title)
    for (const [at, fact] of letter.facts.entries()) {
      expect(writer.reply).toContain(`${at + 1}/${letter.facts.length}`)
      expect(writer.reply).toContain(knowledge.letterFacts[fact]?.[lang].ask)
      await writer.says(answerTo(fact))
    }
    const { document, text, end } = finished(writer)
    expect(document.name).toMatch(lang === 'kk' ? 'Өтініш.docx' : 'Заявление.docx')
    for (const fact of letter.facts) expect(text.text).toContain(answerTo(fact))
    // A tap copies the whole: one `pre` over all of it.
    expect(text.entities).toEqual([{ type: 'pre', offset: 0, length: text.text.length }])
    const paper = (await documentText(document.content)).replaceAll('\t', ' ')
    for (const line of text.text
      .split('\n')
      .filter((each) => each && !/^(Дата|Подпись|Күні|Қолы):/.test(each)))
      expect(paper).toContain(line)
    const copied = end.buttons
      .flat()
      .flatMap((button) => ('copy_text' in button ? button.copy_text.text : []))
    expect(copied).toHaveLength(1)
    expect(copied[0]?.length).toBeLessThanOrEqual(LIMITS.brief)
    expect(end.text).toMatch(/\b1(11|02)\b/)
    expect(end.buttons.length).toBeLessThanOrEqual(3)
  })

  test.each(LANGS)('all left out: lines to fill in by hand, in %s', async (lang) => {
    const writer = stage.person(next++, { telegramLanguage: lang })
    await writer.says(`/start ${letter.id}`)
    for (const _ of letter.facts) await writer.presses(lang === 'kk' ? 'Өткізіп' : 'Пропустить')
    const { text } = finished(writer)
    for (const fact of letter.facts) {
      const blank = knowledge.letterFacts[fact]?.[lang].blank
      if (blank) expect(text.text).toContain(`_ (${blank})`)
    }
    expect(text.text).not.toMatch(/undefined|[{}]/)
    await expect(`${text.text}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, `../golden/letters/${letter.id}.${lang}.txt`),
    )
  })
})

describe('a letter is reached', () => {
  test('from the end of a flow', async () => {
    await person.says('/start child-bullied')
    for (const label of ['Нет, сейчас', 'Ходит', 'Унижают', 'Да, говорили', 'Не знаю'])
      await person.presses(label)
    await person.presses('В школу: о травле')
    expect(person.reply).toContain('1/8')
  })

  test('from an answer', async () => {
    await person.says('алименты на 2 детей сколько')
    await person.presses('Это то, что нужно')
    await person.presses('В суд: об алиментах')
    expect(person.reply).toContain('1/9')
  })

  test('from the ways on', async () => {
    await person.says('курс доллара')
    await person.presses('Написать заявление')
    expect(person.buttons).toHaveLength(knowledge.letters.size)
  })

  test('every letter leads out of some flow, and out of some topic', () => {
    const led = new Set(
      [...knowledge.flows.values()].flatMap((flow) =>
        flow.outcome.advice.flatMap((each) => each.letters),
      ),
    )
    const offered = new Set(knowledge.topics.flatMap((topic) => topic.letter ?? []))
    for (const id of knowledge.letters.keys()) {
      expect(led.has(id), id).toBe(true)
      expect(offered.has(id), id).toBe(true)
    }
  })
})

describe('on the way', () => {
  beforeEach(async () => {
    await person.says('/start to-police')
    await person.says('город Шымкент')
  })

  test('back asks again, and what is said then counts', async () => {
    await person.presses('Назад')
    expect(person.reply).toContain('1/8')
    await person.says('город Тараз')
    for (let left = 0; left < 7; left++) await person.presses('Пропустить')
    expect(finished(person).text.text).toContain('город Тараз')
    expect(finished(person).text.text).not.toContain('Шымкент')
  })

  test('out of it: all is forgotten', async () => {
    await person.presses('Выйти')
    expect(person.reply).toContain('стёрто')
    expect(await person.says('курс доллара')).toContain('придумывать я не буду')
  })

  test.each(['/menu', '/cancel', '/111'])('%s leaves it', async (command) => {
    await person.says(command)
    expect(await person.says('курс доллара')).toContain('придумывать я не буду')
  })

  test('/forget removes it and says so', async () => {
    await person.says('/forget')
    expect(person.reply).toContain('начатое заявление')
  })

  test('an answer that is too long is refused with its limit', async () => {
    expect(await person.says('я'.repeat(81))).toMatch(/81 знаков, можно не больше 80/)
    await person.says('Ахметова Айгуль')
    expect(person.reply).toContain('3/8')
  })

  test('what cannot be seen does not get into it, and nothing typed becomes a placeholder or a list', async () => {
    await person.says('Ахметова\u202e\u0007 {phone:102}\n- Айгуль.  ')
    for (let left = 0; left < 6; left++) await person.presses('Пропустить')
    const { text } = finished(person)
    expect(text.text).toContain('Заявитель: Ахметова {phone:102} - Айгуль\n')
  })

  test('a press under an earlier question does no harm', async () => {
    await person.pressesData('a:to-police:district:skip')
    expect(person.notices).toHaveLength(1)
    await person.presses('Назад')
    for (let left = 0; left < 8; left++) await person.presses('Пропустить')
    expect(finished(person).text.text).not.toContain('Шымкент')
  })

  test('another button makes it wait; a question is answered, then it goes on', async () => {
    const question = person.last
    await person.says('/start to-police')
    await person.pressesData('h')
    expect(person.reply).toContain('ждёт')
    expect(await person.says('курс доллара')).toContain('придумывать я не буду')
    await person.presses('Продолжить заявление')
    expect(person.messages.some(({ text }) => text.includes('1/8'))).toBe(true)
    await person.says('город Тараз')
    expect(person.reply).toContain('2/8')
    expect(question.id).toBeLessThan(person.last.id)
  })

  test('a flow that is begun ends it, and a letter ends a flow', async () => {
    await person.pressesData('f:bullying')
    const step = person.last
    await person.says('курс доллара')
    expect(person.reply).toContain('придумывать я не буду')
    await person.pressesData('e:to-police:ru')
    await person.pressesData('s:bullying:safe:yes', step)
    expect(person.notices).toHaveLength(1)
  })

  test('two people at once do not meet', async () => {
    const other = stage.person(next++, { telegramLanguage: 'ru' })
    await other.says('/start to-police')
    await Promise.all([person.says('Первая Мама'), other.says('город Атырау')])
    await Promise.all([person.presses('Пропустить'), other.says('Второй Папа')])
    for (let left = 0; left < 5; left++) await person.presses('Пропустить')
    for (let left = 0; left < 6; left++) await other.presses('Пропустить')
    expect(finished(person).text.text).toMatch(/Шымкент[\s\S]*Первая Мама/)
    expect(finished(other).text.text).toMatch(/Атырау[\s\S]*Второй Папа/)
  })

  test('Telegram fails at the end: nothing is lost, the same message brings the letter again', async () => {
    for (let left = 0; left < 6; left++) await person.presses('Пропустить')
    const { api } = stage.server
    api.intercept = ({ method }) =>
      method === 'sendDocument' ? { ok: false, error_code: 500, description: 'x' } : undefined
    const update = api.messageUpdate(
      { id: person.id, language_code: 'ru' },
      { text: 'не обращались' },
    )
    expect(await stage.deliver(update)).toBe('later')
    api.intercept = () => undefined
    expect(await stage.deliver(structuredClone(update))).toBe('done')
    expect(finished(person).text.text).toMatch(/Шымкент[\s\S]*не обращались/)
  })
})

describe('danger typed into a letter', () => {
  test('in answer to «what happened» it brings the card, and belongs into the letter', async () => {
    await person.says('/start to-police')
    for (let left = 0; left < 5; left++) await person.presses('Пропустить')
    expect(person.reply).toContain('6/8')
    await person.says('меня бьёт отчим')
    const [card, waits] = person.messages.slice(-2)
    expect(card?.text).toContain('Я тебе верю')
    expect(waits?.text).toContain('добавил в заявление')
    await person.presses('Продолжить заявление')
    await person.presses('Пропустить')
    await person.presses('Пропустить')
    expect(finished(person).text.text).toContain('меня бьёт отчим')
  })

  test('as the last answer, the letter is finished when the person goes on', async () => {
    await person.says('/start to-commissioner')
    for (let left = 0; left < 5; left++) await person.presses('Пропустить')
    await person.says('говорили, что меня бьёт отчим')
    await person.presses('Продолжить заявление')
    expect(finished(person).text.text).toContain('говорили, что меня бьёт отчим')
  })

  test('anywhere else it brings the card alone, and the letter waits', async () => {
    await person.says('/start to-police')
    await person.says('я хочу умереть')
    const [card, waits] = person.messages.slice(-2)
    expect(card?.text).toContain('111')
    expect(waits?.text).toContain('ждёт')
    await person.presses('Продолжить заявление')
    for (let left = 0; left < 8; left++) await person.presses('Пропустить')
    expect(finished(person).text.text).not.toContain('умереть')
  })
})

describe('a letter outlives a restart', () => {
  const stores = lastingStores()

  test.each(['sqlite', 'redis'] as const)('on %s, between any two questions', async (kind) => {
    const store = await stores.fresh(kind)
    let running = await createStage({ store })
    let writer = running.person(next, { telegramLanguage: 'ru' })
    await writer.says('/start to-school')
    const { facts } = knowledge.letters.get('to-school') ?? { facts: [] }
    for (const fact of facts) {
      const { server } = running
      await running.app.close()
      running = await createStage({ store, server })
      writer = running.person(next, { telegramLanguage: 'ru' })
      await writer.says(answerTo(fact))
    }
    for (const fact of facts) expect(finished(writer).text.text).toContain(answerTo(fact))
    await running.app.close()
    await running.server.close()
  })
})

test('a letter that was changed by a deploy ends politely, and the message is answered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tirek-letter-'))
  const store = { kind: 'sqlite', folder } as const
  const before = await createStage({ store })
  const writer = before.person(next, { telegramLanguage: 'ru' })
  await writer.says('/start to-school')
  await writer.says('школа')
  await before.app.close()
  const letter = knowledge.letters.get('to-school')
  if (!letter) throw new Error('There is no letter to the school')
  const letters = new Map(knowledge.letters)
  letters.set('to-school', { ...letter, facts: letter.facts.toReversed() })
  const after = await createStage({
    store,
    server: before.server,
    knowledge: { ...knowledge, letters },
  })
  const same = after.person(writer.id, { telegramLanguage: 'ru' })
  await same.says('курс доллара')
  const [ended, answer] = same.messages.slice(-2)
  expect(ended?.text).toContain('обновился')
  expect(answer?.text).toContain('придумывать я не буду')
  await after.app.close()
  await before.server.close()
  rmSync(folder, { recursive: true })
})

test('an hour after it was begun it is gone, however often something was typed', async () => {
  let clock = Date.parse(STORY_DAY)
  const store = openSqliteStore(undefined, () => clock)
  const timed = await createStage({ port: store, clock: () => clock })
  const writer = timed.person(1, { telegramLanguage: 'ru' })
  await writer.says('/start to-school')
  for (const minutes of [20, 20, 19]) {
    clock += minutes * 60_000
    await writer.says('ответ')
  }
  expect(writer.reply).toContain('4/8')
  clock += 61_000
  expect(await writer.says('курс доллара')).toContain('придумывать я не буду')
  await timed.close()
})
