import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { wordsOf } from '../../src/i18n.ts'
import { LANGS, LIMITS } from '../../src/knowledge/schema.ts'
import { golden } from '../support/golden.ts'
import { knowledge, responder } from '../support/knowledge.ts'
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
    expect(await person.says('/start хочу умереть')).toContain('Твоя жизнь важна')
    await person.sends({ photo: [{ file_id: 'x' }], caption: 'хочу умереть' })
    expect(person.reply).toContain('Твоя жизнь важна')
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
    expect(await person.says('өлгім келеді')).toContain('Твоя жизнь важна')
  })
})

test('a doubt: the numbers stand above the ordinary answer', async () => {
  const doubtful = golden<{ text: string }>('triage-dev.jsonl').find(
    ({ text }) => responder.reply({ text }).care,
  )
  await person.says(doubtful?.text ?? '')
  expect(person.reply).toMatch(/^(Егер бұл|Если это)[\s\S]*111[\s\S]*112/)
  expect(person.buttons.length).toBeGreaterThan(0)
})

test.each(['көмек', 'SOS', 'помогите!', '🆘', 'КӨМЕК КЕРЕК'])(
  'the safe word «%s» opens the numbers anywhere, also inside a flow',
  async (word) => {
    await person.says('/start bullying')
    await person.says(word)
    expect(person.reply).toContain('111')
    expect(person.reply).toContain('112')
    await person.presses('Чатты тазалау').catch(() => person.presses('Очистить чат'))
  },
)

test('cards are shown while the store is away', async () => {
  const away = () => Promise.reject(new Error('away'))
  const alone = await createStage({
    port: {
      ready: () => Promise.resolve(),
      read: away,
      write: away,
      erase: away,
      claim: away,
      close: () => Promise.resolve(),
    },
  })
  const child = alone.person(1)
  expect(await child.says('өлгім келеді')).toContain('111')
  expect(await child.says('меня бьёт отчим')).toContain('111')
  await alone.close()
})

describe('every safety text keeps to the rules of docs/safety.md', () => {
  const { cards } = knowledge.triage
  const texts = Object.entries(cards).flatMap(([id, card]) =>
    LANGS.map((lang) => ({ id, lang, card, ...card[lang] })),
  )
  const promises =
    /всё будет хорошо|все будет хорошо|бәрі жақсы болады|обещаем|обещаю|гарантиру|уәде беремін|кепіл|никому не скажем|ешкімге айтпаймыз/i
  const methods =
    /(?<!\p{L})(таблет|дәрі(?!гер)|нож|пышақ|верёвк|веревк|арқан|крыш|шатыр|мост|көпір|вен|тамыр|повес|асыл|прыг|секір|яд(?!\p{L})|уксус|доз)/iu
  const blame =
    /совершил|покончи|успокойся|не грусти|сам виноват|өзің кінәлі|глупост|эгоис|грех|күнә|зачем ты|неге сен/i
  const details = /\?|расскажи, что|опиши|как именно|толығырақ айт(?!ып)|не істеді/i

  test.each(texts)('$id in $lang', ({ lang, title, body, card }) => {
    const early = body.split('\n').slice(0, 3).join('\n')
    expect(`${title}\n${early}`).toMatch(/\{phone:\d+\}/)
    for (const phone of card.phones) expect(`${title}${body}`).toContain(`{phone:${phone}}`)
    expect(body).toContain('{phone:111}')
    expect(body).toMatch(lang === 'kk' ? /бағдарламамын, бұл чатты ешкім/ : /Я программа, этот чат/)
    for (const unwanted of [promises, methods, blame, details])
      expect(`${title} ${body}`).not.toMatch(unwanted)
    expect(body.length).toBeLessThanOrEqual(LIMITS.card)
    expect(title.length).toBeLessThanOrEqual(60)
    for (const sentence of body.split(/(?<=[.:])\s+|\n/))
      expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(22)
  })

  test('so do the words around them', () => {
    for (const lang of LANGS) {
      for (const key of ['card.care', 'group.private', 'limit', 'error', 'clear.done'] as const) {
        const text = wordsOf(lang)(key)
        for (const unwanted of [promises, methods, blame, details])
          expect(text).not.toMatch(unwanted)
        if (key !== 'clear.done') expect(text).toMatch(/111[\s\S]*112/)
      }
    }
  })

  test('so do the answers to which they lead', () => {
    const led = new Set(Object.values(cards).flatMap(({ topics }) => topics))
    for (const id of led) {
      const topic = knowledge.byId.get(id)
      for (const lang of LANGS) {
        const { title, short, more, teen } = topic?.[lang] ?? { title: '', short: '', more: '' }
        const all = [title, short, more, teen].join(' ')
        for (const unwanted of [promises, blame]) expect(all, `${id} ${lang}`).not.toMatch(unwanted)
      }
    }
  })
})
