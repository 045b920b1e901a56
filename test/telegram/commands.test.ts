import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { publishProfile } from '../../src/telegram/profile.ts'
import { createStage, type Person, type Stage } from '../support/story.ts'

let stage: Stage
let person: Person
let next = 500
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())
beforeEach(() => {
  person = stage.person(next++)
})

describe('/start', () => {
  test('language, then who is asking, then how to ask', async () => {
    await person.says('/start')
    expect(person.reply).toMatch(/Қай тілде[\s\S]*На каком языке/)
    await person.presses('Русский')
    expect(person.reply).toContain('Кто спрашивает?')
    await person.presses('Я родитель')
    expect(person.reply).toContain('Пишите вопрос своими словами')
  })

  test('who is asking may be left open', async () => {
    await person.says('/start')
    await person.presses('Қазақша')
    await person.presses('Айтпай-ақ қояйын')
    expect(person.reply).toContain('Сұрағыңызды өз сөзіңізбен')
  })

  test('nobody has to answer anything: a question is answered straight away', async () => {
    await person.says('/start')
    expect(await person.says('14 жаста жұмыс істеуге бола ма')).toContain('16 жастан')
  })

  test('a shared link leads to its topic, or into its flow', async () => {
    expect(await person.says('/start night-curfew')).toContain('23:00')
    expect(await person.says('/start bullying')).toContain('1/6')
    expect(await person.says('/start to-school')).toContain('1/8')
    expect(await person.says('/start school-7-poster')).toContain('Қай тілде')
  })
})

test.each([
  ['/help', '/menu'],
  ['/about', 'Базада'],
  ['/privacy', '/forget'],
  ['/111', '112'],
  ['/menu', 'тақырып'],
  ['/steps', 'Жағдайды таңдаңыз'],
  ['/letters', 'Қандай өтініш керек'],
])('%s', async (command, expected) => {
  expect(await person.says(command)).toContain(expected)
})

test('/111 has numbers to copy', async () => {
  await person.says('/111')
  expect(person.last.buttons.flat()).toContainEqual({
    text: '111 көшіру',
    copy_text: { text: '111' },
  })
})

test('/language changes the language, and it stays', async () => {
  await person.says('/start')
  await person.presses('Қазақша')
  await person.says('/language')
  await person.presses('Русский')
  expect(person.reply).toBe('Теперь отвечаю по-русски.')
  expect(await person.says('Буллинг үшін айыппұл қанша?')).toContain('Какой штраф')
})

test('without a choice, the language of the message is answered', async () => {
  expect(await person.says('Буллинг үшін айыппұл қанша?')).toContain('айыппұл')
  expect(await person.says('какой штраф за травлю')).toContain('штраф')
})

describe('/forget', () => {
  test('says what it removed, and it is removed', async () => {
    await person.says('/start')
    await person.presses('Русский')
    await person.says('/start bullying')
    await person.says('/forget')
    expect(person.reply).toContain('язык и выборы, начатый разговор по шагам')
    await person.says('/forget')
    expect(person.reply).toContain('өшіретін нәрсе жоқ')
  })
})

test('an unknown command is answered with a way on', async () => {
  expect(await person.says('/settings')).toContain('/help')
})

describe('what Tirek cannot read gets one kind line', () => {
  test.each<[string, Record<string, unknown>]>([
    ['a sticker', { sticker: { file_id: 'x', type: 'regular' } }],
    ['a voice message', { voice: { file_id: 'x', duration: 3 } }],
    ['a photo', { photo: [{ file_id: 'x' }] }],
    ['a location', { location: { latitude: 43, longitude: 77 } }],
    ['a contact', { contact: { phone_number: '7700', first_name: 'x' } }],
  ])('%s', async (_, fields) => {
    await person.sends(fields)
    expect(person.messages).toHaveLength(1)
    expect(person.reply).toContain('тек жазылған сөзді оқимын')
  })

  test('words under a picture are a question', async () => {
    await person.sends({ photo: [{ file_id: 'x' }], caption: 'алименты на 2 детей сколько' })
    expect(person.reply).toContain('1/3')
  })

  test('an edited message', async () => {
    const { message, ...update } = stage.server.api.messageUpdate(
      { id: person.id },
      { text: 'сәлем' },
    )
    await stage.deliver({ ...update, edited_message: message } as never)
    expect(person.reply).toContain('Түзетілген хабарды')
  })
})

describe('buttons outlive deploys', () => {
  beforeEach(async () => {
    await person.says('Буллинг үшін айыппұл қанша?')
  })
  test.each([
    ['of a topic that is gone', 't:kk:no-such-topic'],
    ['of another version', 'v1|old|format'],
    ['of another bot', 'buy_premium'],
    ['empty', ''],
    ['of a subject that is gone', 'g:no-such-group:0'],
    ['of a page that is gone', 'g:bullying:77'],
    ['of a flow that is gone', 'f:no-such-flow'],
    ['of a step of a flow that is gone', 's:no-such-flow:safe:yes'],
    ['of a letter that is gone', 'e:no-such-letter'],
    ['of a question of a letter that is gone', 'a:no-such-letter:parent:skip'],
    ['of a language we do not speak', 'l:en'],
  ])('%s: said to be old, nothing breaks', async (_, data) => {
    const before = person.messages.length
    await person.pressesData(data)
    expect(person.notices).toEqual([
      'Бұл батырма ескірген. Сұрағыңызды жаза беріңіз немесе /menu басыңыз.',
    ])
    expect(person.messages).toHaveLength(before)
  })
})

test('a step that is over is told to be over, with the way to begin anew', async () => {
  await person.says('/steps')
  await person.pressesData('s:bullying:safe:yes')
  await person.pressesData('a:to-school:parent:skip')
  expect(person.notices).toHaveLength(2)
  for (const notice of person.notices) expect(notice).toContain('/steps немесе /letters')
})

test('the profile is set in Kazakh, Russian and by default, and only where it differs', async () => {
  const log = createLog('silent')
  const sets = () => stage.server.api.calls.filter(({ method }) => method.startsWith('setMy'))
  await publishProfile(stage.app.bot.api, log)
  expect(sets()).toHaveLength(12)
  const commands = sets().filter(({ method }) => method === 'setMyCommands')
  expect(commands.map(({ payload }) => payload['language_code'])).toEqual([undefined, 'kk', 'ru'])
  expect(JSON.stringify(commands[2]?.payload)).toContain('Номера помощи')
  await publishProfile(stage.app.bot.api, log)
  expect(sets()).toHaveLength(12)
})
