import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createStage, type Person } from './support/story.ts'
import { toMarkdown } from './support/transcript.ts'

/**
 * How Tirek talks, told as stories. docs/conversations.md is written from their transcripts by
 * `npm run docs:conversations`, and this test fails when it is out of date.
 */

interface Story {
  title: string
  telegramLanguage: 'kk' | 'ru'
  play: (person: Person) => Promise<void>
}

const stories: Story[] = [
  {
    title: 'Жасөспірім ұялып сұрайды · A teenager asks, ashamed, in half-Latin Kazakh',
    telegramLanguage: 'kk',
    play: async (teen) => {
      await teen.says('/start')
      await teen.presses('Қазақша')
      await teen.presses('Мен жасөспіріммін')
      expect(await teen.says('meni klasta mazaktaidy ne isteimin')).toContain('сенің кінәң емес')
      await teen.presses('Мені жәбірлейді')
      for (const label of [
        'Иә, қауіпсізбін',
        'Мектепте',
        'Мазақтайды',
        'Сыныптастар',
        'Екі рет',
        'айтқан жоқпын',
      ]) {
        await teen.presses(label)
      }
      expect(teen.reply).toContain('Бүгін бір ересекке айт')
      expect(await teen.says('111 ата-анама айтып қоя ма')).toContain('Атыңды айтпай-ақ')
    },
  },
  {
    title: 'Мать ночью об алиментах · A mother at night, about alimony',
    telegramLanguage: 'ru',
    play: async (mother) => {
      expect(await mother.says('алименты на 2 детей сколько')).toContain('1/3')
      await mother.presses('Подробнее')
      await mother.presses('Источник')
      await mother.presses('Алименты по шагам')
      await mother.presses('Ребёнку до восемнадцати')
      await mother.presses('Нет')
      await mother.presses('Да, записан')
      await mother.presses('Не работает')
      expect(mother.reply).toContain('со дня обращения')
      await mother.presses('В суд: об алиментах')
      await mother.says('Ахметова Айгуль')
      for (let left = 0; left < 8; left++) await mother.presses('Пропустить')
      expect(mother.reply).toContain('Консультация адвоката')
    },
  },
  {
    title: 'Мұғалім бүгін әрекет етуі керек · A teacher who must act today',
    telegramLanguage: 'kk',
    play: async (teacher) => {
      expect(await teacher.says('мен мұғаліммін оқушының көгерген жерін көрдім')).toContain(
        'Балаға зиян келсе',
      )
      expect(await teacher.presses('Бұл мен туралы емес')).toContain('дереу хабарлауға міндетті')
      await teacher.presses('Толығырақ')
      await teacher.presses('Балаға қауіп төнгенін көрдім')
      for (const label of ['Жоқ, бұрын', 'Мұғалім', 'Өзі айтты', 'Жоқ, әлі'])
        await teacher.presses(label)
      expect(teacher.reply).toContain('рұқсатын күтпеңіз')
    },
  },
  {
    title: 'Әке мектепке өтініш жазады · A father writes to the school',
    telegramLanguage: 'kk',
    play: async (father) => {
      await father.says('/letters')
      await father.presses('Мектепке: жәбірлеу туралы')
      await father.says('№ 25 мектеп')
      await father.says('Ахметов Серік')
      await father.presses('Өткізіп жіберу')
      await father.presses('Өткізіп жіберу')
      await father.says('Ахметов Дәурен')
      await father.says('7 Б')
      await father.says('Қыркүйектен бері сыныптастары мазақтайды')
      await father.presses('Өткізіп жіберу')
      expect(father.reply).toContain('кіріс нөмірі')
    },
  },
  {
    title: 'Насилие дома, по шагам · Harm at home, step by step',
    telegramLanguage: 'ru',
    play: async (child) => {
      await child.says('/steps')
      await child.presses('Дома мне плохо')
      for (const label of ['Не могу говорить', 'Нет', 'В школе', 'Меньше четырнадцати'])
        await child.presses(label)
      expect(child.reply).toContain('QR-код 111')
    },
  },
  {
    title: 'Өмірге қауіп · Danger to life comes before anything else',
    telegramLanguage: 'kk',
    play: async (child) => {
      expect(await child.says('өлгім келеді')).toContain('Сен маңыздысың')
      await child.presses('Енді не істеуге болады')
    },
  },
  {
    title: 'Насилие дома · Harm at home is told',
    telegramLanguage: 'ru',
    play: async (child) => {
      expect(await child.says('меня бьёт отчим')).toContain('Я тебе верю')
    },
  },
  {
    title: 'Есептегіш · Sums in words and by buttons',
    telegramLanguage: 'kk',
    play: async (parent) => {
      expect(await parent.says('300 мың теңгеден екі балаға алимент қанша')).toContain(
        '100\u00a0000',
      )
      await parent.presses('Үш не одан көп')
      expect(await parent.says('штраф 10 мрп в марте 2025')).toContain('39\u00a0320')
      expect(await parent.says('маған 14 жас, не істеуге болады')).toContain('14 жас')
      await parent.presses('Тыйым мен қорғау')
    },
  },
  {
    title: 'Куда идти · To whom to turn, in one’s own region',
    telegramLanguage: 'ru',
    play: async (parent) => {
      await parent.says('школа собирает деньги что делать')
      await parent.says('/where')
      await parent.presses('Отдел образования')
      await parent.presses('Выбрать регион')
      expect(await parent.presses('Костанайская область')).toContain('Костанайская область')
      await parent.presses('Другой орган')
      expect(await parent.presses('Орган опеки')).toContain('Костанае')
    },
  },
  {
    title: 'Когда непонятно · When it is not clear, and when it is not our subject',
    telegramLanguage: 'ru',
    play: async (person) => {
      expect(await person.says('штраф')).toBe('Что ближе к вашему вопросу?')
      await person.presses('Ничего из этого')
      expect(await person.says('курс доллара')).toContain('придумывать я не буду')
      await person.sends({ voice: { file_id: 'x', duration: 4 } })
      await person.says('/forget')
    },
  },
]

describe('stories', async () => {
  const stage = await createStage()
  const told: { title: string; person: Person }[] = []

  test.each(stories)('$title', async ({ title, telegramLanguage, play }) => {
    const person = stage.person(7000 + told.length, { telegramLanguage })
    await play(person)
    told.push({ title, person })
  })

  test('docs/conversations.md tells them as they are', async () => {
    expect(told).toHaveLength(stories.length)
    const markdown = toMarkdown(
      told.map(({ title, person }) => ({ title, transcript: person.transcript })),
    )
    await expect(markdown).toMatchFileSnapshot(
      join(import.meta.dirname, '../docs/conversations.md'),
    )
    await stage.close()
  })
})
