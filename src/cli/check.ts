import { parseArgs } from 'node:util'
import { KNOWLEDGE_FOLDER } from '../app.ts'
import { findDue, findOverdue } from '../knowledge/calendar.ts'
import { findEditorialProblems, readability, topicTexts } from '../knowledge/editorial.ts'
import { formatProblem, KnowledgeError, loadKnowledge } from '../knowledge/load.ts'
import { type Knowledge, LANGS } from '../knowledge/schema.ts'

/**
 * `npm run check:knowledge`: loads the knowledge as the bot does, then looks at it as an editor
 * would, and at the calendar.
 *
 *     --due 60        also lists what must be looked at again within 60 days
 *     --readability   also lists the ten texts of each language that are hardest to read
 */

const { values } = parseArgs({
  options: { due: { type: 'string' }, readability: { type: 'boolean' } },
})
const today = process.env.TIREK_NOW?.slice(0, 10) ?? new Date().toISOString().slice(0, 10)

try {
  const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
  check(knowledge)
  if (values.readability) listHardest(knowledge)
  if (values.due !== undefined) listDue(knowledge, values.due)
} catch (error) {
  if (!(error instanceof KnowledgeError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

function check(knowledge: Knowledge): void {
  const problems = [...findOverdue(knowledge, today), ...findEditorialProblems(knowledge, today)]
  for (const problem of problems) console.error(formatProblem(problem))
  const { topics, sources, contacts, flows, letters } = knowledge
  const sum = <T>(items: readonly T[], count: (item: T) => number) =>
    items.reduce((total, item) => total + count(item), 0)
  const laws = Object.values(sources.laws)
  console.log(
    `knowledge: ${topics.length} topics in kk and ru, ` +
      `${sum(topics, ({ kk, ru }) => kk.ask.length + ru.ask.length)} example questions, ` +
      `${laws.length} acts with ${sum(laws, (law) => Object.keys(law.articles).length)} articles, ` +
      `${Object.keys(sources.pages).length} pages, ${Object.keys(contacts).length} contacts, ` +
      `${flows.size} flows, ${letters.size} letters`,
  )
  if (problems.length > 0) process.exitCode = 1
}

function listDue(knowledge: Knowledge, days: string): void {
  if (!/^\d+$/.test(days)) {
    console.error(`--due: expected a number of days, got "${days}"`)
    process.exitCode = 1
    return
  }
  const due = findDue(knowledge, today, Number(days))
  for (const { day, file, what } of due) console.log(`${day}  ${file}  ${what}`)
  console.log(`${due.length} to look at again within ${days} days of ${today}`)
}

function listHardest(knowledge: Knowledge): void {
  const texts = topicTexts(knowledge, today).filter(({ path }) => !path.endsWith('.title'))
  for (const lang of LANGS) {
    const measured = texts
      .filter((text) => text.lang === lang)
      .map((text) => ({ ...text, ...readability(text.text, lang) }))
      .sort((a, b) => b.lix - a.lix)
    const middle = measured[Math.floor(measured.length / 2)]?.lix ?? 0
    console.log(
      `${lang}: LIX of ${measured.length} texts, median ${Math.round(middle)}; the hardest:`,
    )
    for (const { lix, longest, file, path } of measured.slice(0, 10))
      console.log(`  ${Math.round(lix)}  longest sentence ${longest} words  ${file} ${path}`)
  }
}
