import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Flow, LANGS, type Lang } from '../../src/knowledge/schema.ts'
import { renderText } from '../../src/knowledge/template.ts'
import { knowledge } from '../support/knowledge.ts'
import { createStage, type Person, STORY_DAY, type Stage } from '../support/story.ts'
import { type Way, waysThrough } from '../support/ways.ts'

/** Every way of every flow, in both languages, pressed button by button through the real bot. */

/** People who walk at the same time. */
const AT_ONCE = 16

let stage: Stage
let next = 100_000
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage.close())

const shown = (flow: Flow, source: string, lang: Lang): string =>
  renderText(source.trim(), { lang, day: STORY_DAY, registers: knowledge, figures: flow.figures })

async function walk(person: Person, flow: Flow, way: Way, lang: Lang): Promise<void> {
  const message = person.last
  for (const [index, { step, choice }] of way.choices.entries()) {
    const node = flow.steps[step]
    expect(person.reply).toContain(shown(flow, node?.[lang] ?? '?', lang))
    expect(person.reply).toMatch(new RegExp(`${index + 1}/\\d`))
    const label = node?.choices.find(({ id }) => id === choice)?.[lang] ?? '?'
    expect(person.buttons.flat()).toContain(label)
    await person.pressesData(`s:${flow.id}:${step}:${choice}`)
  }
  expect(person.messages).toHaveLength(1)
  expect(person.last.id).toBe(message.id)
}

function checkEnd(person: Person, flow: Flow, { end }: Way, lang: Lang): void {
  const { reply, last } = person
  expect(reply).toContain(flow.outcome.title[lang])
  for (const advice of flow.outcome.advice) {
    const text = shown(flow, advice[lang], lang)
    if (end.advice.includes(advice)) expect(reply).toContain(text)
    else expect(reply).not.toContain(text)
  }
  // One message, that shows neither who asked nor anything that could tell it.
  expect(reply.length).toBeLessThan(2100)
  expect(reply).not.toMatch(/[{}]|undefined|Айым/)
  expect(reply).toMatch(/\b1(?:11|12|02|03)\b/)
  const presses = last.buttons
    .flat()
    .map((button) => ('callback_data' in button ? button.callback_data : ''))
  expect(presses).toEqual([
    ...end.topics.map((id) => `t:${lang}:${knowledge.byId.get(id)?.id}`),
    ...end.letters.map((id) => `e:${id}:${lang}`),
    `f:${flow.id}:${lang}`,
  ])
}

describe.each([...knowledge.flows.values()])('$id', (flow) => {
  test.each(LANGS)('every way, in %s', { timeout: 240_000 }, async (lang) => {
    const ways = [...waysThrough(flow)]
    expect(ways.length).toBeGreaterThan(10)
    for (let from = 0; from < ways.length; from += AT_ONCE) {
      await Promise.all(
        ways.slice(from, from + AT_ONCE).map(async (way) => {
          const person = stage.person(next++, { telegramLanguage: lang })
          await person.says(`/start ${flow.id}`)
          await walk(person, flow, way, lang)
          checkEnd(person, flow, way, lang)
        }),
      )
    }
  })
})
